using Uniquity.Indexes;

namespace Uniquity.Cli.Screens;

/// <summary>Words a unique index.</summary>
internal static class IndexText
{
    /// <summary>The key: <c>tenant_id, lower(email), made desc</c>.</summary>
    public static string Key(IReadOnlyList<KeyPart> key) => string.Join(", ", key.Select(part =>
        part.Part + (part.Collation is { } collation ? $" collate {collation}" : "") + (part.Descending ? " desc" : "")));

    /// <summary>What it is: a primary key, a constraint or an index.</summary>
    public static string Kind(UniqueIndex index) => index.Primary ? "primary key" : index.Constraint ? "constraint" : "index";

    /// <summary>What is not as usual: a filter, nulls, a collation, validity.</summary>
    public static string Options(UniqueIndex index)
    {
        var options = new List<string>();
        if (!index.Valid) options.Add("invalid");
        if (index.Hidden) options.Add("hidden");
        if (index.Filter is { } filter) options.Add($"where {filter}");
        if (Nulls(index) is { } nulls) options.Add(nulls);
        if (index.Collation is { } collation && index.Key.All(part => part.Collation is null)) options.Add($"collation {collation}");
        if (index.Deferrable) options.Add("deferrable");
        return string.Join("; ", options);
    }

    // Of a primary key nobody asks, and a filter may leave null out.
    private static string? Nulls(UniqueIndex index) => index.Nulls switch
    {
        NullHandling.NotDistinct => "nulls are equal",
        NullHandling.Sparse => "sparse",
        NullHandling.Value when !index.Primary && index.Filter is null => "null is a value",
        _ => null,
    };
}
