using Uniquity.Indexes;
using Uniquity.MongoDb.Checking;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;
using Uniquity.MongoDb.Statements;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>The index that is wanted.</summary>
internal sealed record WantedIndex(TableName Table, IReadOnlyList<KeyPart> Key)
{
    private static readonly MongoStatements Statements = new();

    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The documents that have to be unique; <see langword="null"/> for all.</summary>
    public BsonDocument? Filter { get; init; }

    /// <summary>The collation that is asked for; <see langword="null"/> for the collection's.</summary>
    public BsonDocument? Collation { get; init; }

    /// <summary>The collation that it will have.</summary>
    public string? CollationForm { get; init; }

    /// <summary>Whether documents that have none of the fields are left out.</summary>
    public bool Sparse { get; init; }

    /// <summary>The expiry that it takes over from the index that it replaces.</summary>
    public BsonElement? ExpireAfterSeconds { get; init; }

    /// <summary>The filter as a person reads it.</summary>
    public string? FilterText => Filter is null ? null : ShellWriter.Document(Filter);

    /// <summary>The filter for the documents that the index will hold.</summary>
    public string? Rows => Sparse ? Statements.And(FilterText, ShellWriter.Document(MongoForms.AnyOf(Key))) : FilterText;

    /// <summary>The name that MongoDB gives: <c>email_1_tenant_-1</c>.</summary>
    public string UsualName => string.Join('_', Key.Select(part => $"{part.Part}_{(part.Descending ? -1 : 1)}"));

    /// <summary>The specification for <c>createIndexes</c>, with the option that makes it unique or lets it become so; <see langword="null"/> for neither.</summary>
    public BsonDocument Specification(string name, string? option)
    {
        var pattern = new BsonBuilder();
        foreach (var part in Key) pattern.Add(part.Part, part.Descending ? -1 : 1);
        var index = new BsonBuilder().Add("key", pattern.Build()).Add("name", name);
        if (option is not null) index.Add(option, true);
        if (Sparse) index.Add("sparse", true);
        if (Filter is not null) index.Add("partialFilterExpression", Filter);
        if (Collation is not null) index.Add("collation", Collation);
        if (ExpireAfterSeconds is { } seconds) index.Add("expireAfterSeconds", seconds);
        return index.Build();
    }

    /// <summary>Whether an index differs from this one in nothing but its name and whether it is unique.</summary>
    public bool IsShapedAs(ListedIndex index) =>
        index.IsOrdered && !index.IsPrimary && index.IsSparse == Sparse && index.Key.SequenceEqual(Key) && SameCollation(index) && FilterForm.Same(index.Filter, Filter);

    /// <summary>Whether an index lets no document pass that this one would refuse.</summary>
    public bool IsEnforcedBy(ListedIndex index) =>
        index.IsUnique && index.IsOrdered && SameCollation(index)
        && index.Key.Select(part => part.Part).Order(StringComparer.Ordinal).SequenceEqual(Key.Select(part => part.Part).Order(StringComparer.Ordinal), StringComparer.Ordinal)
        && (index.Filter is null || FilterForm.Same(index.Filter, Filter))
        && (!index.IsSparse || Sparse || LeavesNullsOut);

    private bool LeavesNullsOut => Filter is not null && Key.All(part => NullExclusion.Excludes(Filter, part.Part));

    private bool SameCollation(ListedIndex index) =>
        Checking.CollationForm.Of(index.Collation) is var form && (form == CollationForm || (CollationForm == Checking.CollationForm.Case && form == Checking.CollationForm.Accents));
}
