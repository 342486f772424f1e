using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Tables;

/// <summary>A column, as far as a resolution asks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as a cast spells it, without its modifiers.</param>
/// <param name="Declared">Its type with its modifiers: what a value must fit.</param>
/// <param name="Generated">Whether the server computes it from others; it is archived, and never written.</param>
/// <param name="Identity">Whether it is GENERATED … AS IDENTITY; written back with OVERRIDING SYSTEM VALUE.</param>
/// <param name="Exact">Whether two values that are equal are also the same (not of numeric with its scale, nor of citext).</param>
/// <param name="Array">Whether it is an array.</param>
internal sealed record TableColumn(string Name, string Type, string Declared, bool Generated, bool Identity, bool Exact, bool Array)
{
    /// <summary>The name, quoted.</summary>
    public SqlText Sql => SqlText.Name(Name);

    /// <summary>The column of an alias.</summary>
    public SqlText Of(string alias) => SqlText.Of($"{SqlText.Raw(alias)}.{Sql}");
}
