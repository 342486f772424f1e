using Uniquity.Checking;
using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;
using Uniquity.MongoDb.Statements;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Checking;

/// <summary>Tells keys and filters that mean the same by their structure: they are data, and the server has no other form of them.</summary>
internal sealed class MongoForms : INormalForms
{
    private static readonly MongoStatements Statements = new();

    /// <inheritdoc/>
    public NullHandling DefaultNulls => NullHandling.Value;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NormalPart>> OfKeyAsync(TableName table, IReadOnlyList<KeyPart> key, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<NormalPart>>([.. key.Select(part => new NormalPart(part.Part, part.Collation is { } collation ? CollationForm.Of(ShellReader.Document(collation)) : null))]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NormalPart>> OfIndexAsync(UniqueIndex index, CancellationToken cancellationToken) =>
        OfKeyAsync(index.Table, [.. index.Key.Select(part => part with { Collation = index.Collation })], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> OfFilterAsync(TableName table, string filter, CancellationToken cancellationToken) => ValueTask.FromResult(FilterForm.Of(Read(filter)));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NormalPart>> FoldingCaseAsync(TableName table, KeyPart part, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<NormalPart>>([new(part.Part, CollationForm.Case), new(part.Part, CollationForm.Accents)]);

    /// <inheritdoc/>
    /// <remarks>A filter that no null passes makes nulls distinct: any number of documents may have one.</remarks>
    public NullHandling NullsOf(UniqueIndex index)
    {
        if (index.Filter is not { } filter || index.Nulls != NullHandling.Value) return index.Nulls;
        var read = Read(filter);
        return index.Key.All(part => NullExclusion.Excludes(read, part.Part)) ? NullHandling.Distinct : index.Nulls;
    }

    /// <inheritdoc/>
    public bool FoldsCase(UniqueIndex index) => index.Collation is { } collation && CollationForm.FoldsCase(ShellReader.Document(collation));

    /// <inheritdoc/>
    public string? RowsOf(IReadOnlyList<KeyPart> key, string? where, NullHandling nulls) => nulls switch
    {
        NullHandling.Distinct => key.Aggregate(where, (filter, part) => filter is not null && NullExclusion.Excludes(Read(filter), part.Part) ? filter : Statements.And(filter, Statements.IsNotNull(part))),
        NullHandling.Sparse => Statements.And(where, ShellWriter.Document(AnyOf(key))),
        _ => where,
    };

    /// <summary>A filter document that a person wrote.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static BsonDocument Read(string filter)
    {
        try
        {
            return ShellReader.Document(filter);
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"the filter '{filter.ReplaceLineEndings(" ")}' is no MongoDB filter document ({wrong.Message}); right is {{ deletedAt: null }}", wrong);
        }
    }

    /// <summary>A sparse index leaves out documents that have none of its fields.</summary>
    public static BsonDocument AnyOf(IReadOnlyList<KeyPart> key)
    {
        var there = key.Select(part => new BsonBuilder().Add(part.Part, BsonDocument.Parse("""{"$exists":true}""")).Build()).ToList();
        return there.Count == 1 ? there[0] : new BsonBuilder().AddArray("$or", there).Build();
    }
}
