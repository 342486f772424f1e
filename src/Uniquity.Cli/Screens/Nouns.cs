using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Screens;

/// <summary>What an engine's people call rows and tables: nobody who keeps documents looks for tables.</summary>
/// <param name="Row">One of what is kept.</param>
/// <param name="Table">What holds them.</param>
/// <param name="Reference">What leads from one to another.</param>
/// <param name="Columns">What a row consists of.</param>
internal sealed record Nouns(string Row, string Table, string Reference, string Columns)
{
    private static readonly Nouns OfTables = new("row", "table", "foreign key", "columns");
    private static readonly Nouns OfDocuments = new("document", "collection", "reference", "field");

    /// <summary>Several of what is kept.</summary>
    public string Rows => Row + "s";

    /// <summary>The words for an engine, by its id.</summary>
    public static Nouns Of(string? engine) => engine is "mongodb" or "cosmosdb" ? OfDocuments : OfTables;

    /// <summary>The words for a database, by its URL.</summary>
    public static Nouns OfUrl(string? url) => Of(url?.StartsWith("mongodb", StringComparison.OrdinalIgnoreCase) == true ? "mongodb" : null);

    /// <summary>A number of what is kept: <c>1 row</c>, <c>3 documents</c>.</summary>
    public string Count(long rows) => Say.Count(rows, Row);
}
