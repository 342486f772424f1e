using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.MongoDb.Checking;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;
using Uniquity.MongoDb.Statements;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>Makes an index of a request, and refuses what MongoDB cannot enforce.</summary>
internal static class RequestCheck
{
    private static readonly MongoStatements Statements = new();

    /// <summary>The index that is asked for, without its name.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="options">The options that the collection was made with.</param>
    /// <exception cref="RefusedException">MongoDB cannot enforce it; the message says what to do instead.</exception>
    public static WantedIndex Read(EnforceRequest request, BsonDocument options)
    {
        if (request.As == EnforceAs.Constraint) throw new RefusedException("MongoDB has unique indexes and no constraints, and an index refuses the same documents: --as index");
        CheckName(request.Name);
        if ((request.Fold & ~Folding.Case) != Folding.None)
            throw new RefusedException("An index of MongoDB folds case (by its collation) and nothing else: write the normalised value into a field of its own, and enforce that");
        var left = LeavesNullsOut(request);
        var filter = request.Where is { } where ? MongoForms.Read(where) : BsonDocument.Empty;
        if (request.Nulls == NullHandling.Sparse && !filter.IsEmpty)
            throw new UsageException($"an index of MongoDB is sparse or has a filter, not both: leave out --nulls sparse, and add {{ {CallText.Field(request.Key[0].Part)}: {{ $exists: true }} }} to the filter");
        FilterCheck.Check(filter);
        if (left) filter = request.Key.Aggregate(filter, WithoutNull);
        var collation = request.Fold.HasFlag(Folding.Case) ? BsonDocument.Parse("""{"locale":"en","strength":2}""") : null;
        return new(request.Table, request.Key)
        {
            Filter = filter.IsEmpty ? null : FlatFilter.Of(filter),
            Collation = collation,
            CollationForm = CollationForm.Of(collation ?? (options["collation"] is { Type: BsonType.Document } usual ? usual.AsDocument() : null)),
            Sparse = request.Nulls == NullHandling.Sparse,
        };
    }

    private static bool LeavesNullsOut(EnforceRequest request)
    {
        if (request is { SkipNull: true, Nulls: NullHandling.NotDistinct or NullHandling.Value })
            throw new UsageException("--skip-null leaves null keys out and --nulls not-distinct lets one of them in: choose one");
        if (request is { SkipNull: true, Nulls: NullHandling.Sparse })
            throw new UsageException("--skip-null leaves null and missing keys out, --nulls sparse missing ones only: choose one");
        return request.SkipNull || request.Nulls == NullHandling.Distinct;
    }

    // What the filter says already is not said twice.
    private static BsonDocument WithoutNull(BsonDocument filter, KeyPart part) =>
        NullExclusion.Excludes(filter, part.Part) ? filter : MongoForms.Read(Statements.And(filter.IsEmpty ? null : ShellWriter.Document(filter), Statements.IsNotNull(part)));

    private static void CheckName(string? name)
    {
        if (name is null) return;
        if (name.Length == 0) throw new UsageException("--name is empty; nearest right call: leave it out");
        if (name is "*" or "_id_" || name.Contains('\0', StringComparison.Ordinal))
            throw new UsageException($"an index cannot be called {name.Replace('\0', ' ')}: MongoDB takes that for {(name == "*" ? "all indexes" : name == "_id_" ? "the index of _id" : "the end of a name")}; choose another --name");
    }
}
