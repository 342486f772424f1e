using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.Indexes;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>What a person should know before saying yes.</summary>
internal static class EnforceWarnings
{
    /// <summary>The warnings.</summary>
    public static IEnumerable<string> Of(EnforceContext context, EnforceRequest request, IReadOnlyList<ListedIndex> indexes, DuplicateReport? report)
    {
        var wanted = context.Wanted;
        if (report is { NullKeyRows: > 0, NullsCounted: true } && !request.SkipNull)
            yield return $"null and missing are one value to an index: {report.NullKeyRows} {(report.NullKeyRows == 1 ? "document has" : "documents have")} null in the key or lack{(report.NullKeyRows == 1 ? "s" : "")} it; --skip-null leaves such documents out of the index";
        // Only elements of arrays are taken apart.
        if (report is { Groups: > 0 } && report.Query.Contains("$unwind", StringComparison.Ordinal))
            yield return "of an array each element is a key: a document with several shared elements is counted for each of them";
        if (wanted.FilterText?.Contains("$type", StringComparison.Ordinal) == true && (request.SkipNull || request.Nulls == NullHandling.Distinct))
            yield return $"a read uses this index only where it repeats the $type of its filter word for word; where every value is a text, {CallText.Where($"{{ {CallText.Field(wanted.Key[0].Part)}: {{ $gte: '' }} }}")} leaves null out too ($gt: '' the empty text as well), and every read by {wanted.Key[0].Part} uses it";
        else if (wanted.Filter is not null) yield return "a read uses this index where what it asks for lies within the index's filter";
        if (wanted.Collation is not null) yield return "a read uses this index, and finds what it folds, only with the same collation: { locale: 'en', strength: 2 }";
        if (wanted.Sparse) yield return "a sparse index leaves out documents that lack the field, and takes an explicit null for a value (--skip-null leaves both out); sorts over the whole collection do not use it";
        foreach (var warning in OfWay(context, request, report)) yield return warning;
        if (context.Way is EnforceWay.Build or EnforceWay.Prepare && indexes.FirstOrDefault(index => !index.IsUnique && wanted.IsShapedAs(index)) is { } plain)
            yield return $"{plain.Name} is on the same key and not unique; once {wanted.Name} stands it serves no read that {wanted.Name} does not: {IndexCommands.Show(IndexCommands.Drop(wanted.Table, plain.Name))}";
        foreach (var warning in OfReplaced(context)) yield return warning;
    }

    private static IEnumerable<string> OfWay(EnforceContext context, EnforceRequest request, DuplicateReport? report)
    {
        var prepares = context.Way is EnforceWay.Prepare or EnforceWay.Convert;
        if (prepares && request.Guard) yield return "the guard is MongoDB's own (collMod prepareUnique): it is part of the index, and there is nothing to remove when the key is unique";
        if (prepares && context.Abilities.IsOneWay)
            yield return $"on this server there is no way back once {context.Wanted.Name} refuses new duplicates, until it is unique; and until then it refuses updates, too, of documents that share a key";
        if (prepares && !request.Guard && report is { Groups: > 0 } && request.Keep is not null)
            yield return "duplicates that arrive before prepareUnique are resolved after it; --guard puts it before the resolution";
        if (context.Way == EnforceWay.Build)
            yield return $"a duplicate that arrives while the index is built makes the build fail, and leaves nothing behind: {NoGuard(context.Abilities)}";
    }

    private static string NoGuard(ServerAbilities abilities) =>
        abilities.Forbidden is not null ? "the user may not run collMod, with which the server would refuse it beforehand (the role dbAdmin may)"
        : abilities is { Prepares: true, IsOneWay: true } ? "--guard refuses it beforehand (collMod prepareUnique), from which this server has no way back until the key is unique"
        : "this server cannot refuse duplicates beforehand for this index (collMod prepareUnique)";

    private static IEnumerable<string> OfReplaced(EnforceContext context)
    {
        if (context.Replaced is not { } replaced) yield break;
        yield return $"code and hints that name {replaced.Name} have to name {context.Wanted.Name}; an application that declares {replaced.Name} (Mongoose autoIndex) makes it again at its next start";
        if (replaced.IsHidden) yield return $"{replaced.Name} is hidden from reads; {context.Wanted.Name} is not";
        if (replaced.IsSparse && !context.Wanted.Sparse && context.Wanted.Filter is null) yield return $"{replaced.Name} is sparse: documents that lack the field were outside it, and count as null in {context.Wanted.Name} (--nulls sparse keeps it so)";
        if (context.Wanted.ExpireAfterSeconds is not null) yield return $"{replaced.Name} makes documents expire, and {context.Wanted.Name} takes that over";
    }
}
