using Uniquity.MongoDb.Enforcing;
using Uniquity.MongoDb.Shell;
using Uniquity.Resolving;
using Uniquity.Wording;

namespace Uniquity.MongoDb.Resolving.Planning;

/// <summary>What a person should know before saying yes.</summary>
internal static class PlanWarnings
{
    /// <summary>The warnings of a plan.</summary>
    public static IReadOnlyList<string> Of(ResolveContext context, Survey survey) => [.. Find(context, survey)];

    private static IEnumerable<string> Find(ResolveContext context, Survey survey)
    {
        if (survey.NullKeys > 1)
        {
            var filter = $"{{ {string.Join(", ", context.Key.Select(path => $"{ShellWriter.Name(path)}: {{ $ne: null }}"))} }}";
            yield return $"{Counted.Of(survey.NullKeys, "document")} have no {string.Join(" and no ", context.Key)} (null or missing, which are one key to a unique index), and all but one go. To leave them out: {CallText.Where(filter)}";
        }

        foreach (var reference in context.References)
        {
            if (!reference.Indexed)
                yield return $"{reference.Table} has no index on {reference.Path}: every batch reads the whole collection. First: {ShellWriter.Collection(reference.Table.Name)}.createIndex({{ {ShellWriter.Name(reference.Path)}: 1 }})";
        }

        if (context.References.Count > 0)
        {
            var named = string.Join(", ", context.References);
            yield return $"{named} {(context.References.Count == 1 ? "is" : "are")} known by name alone, as MongoDB declares no references: a document that comes to refer to one after that one went is not held back.";
        }

        if (context.Request.Children != ChildrenPolicy.Repoint) yield break;
        foreach (var table in context.References.Where(reference => reference.Unique.Count > 0).Select(reference => reference.Table).Distinct())
            yield return $"Documents of {table} that would get one key when they are moved are resolved by the same policy ({context.Request.Keep}).";
        if (context.References.Count == 0) yield return $"MongoDB declares no references: what refers to documents that go has to be named (--reference orders.userId), or it will refer to nothing.";
    }
}
