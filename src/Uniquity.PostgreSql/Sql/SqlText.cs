using System.Text;
using Uniquity.Indexes;

namespace Uniquity.PostgreSql.Sql;

/// <summary>A statement, or a part of one: text, and values that stay apart from it.</summary>
/// <remarks>
/// Immutable. A value goes to the server as a parameter of type text that the server casts to the type it is compared with,
/// so whatever an error printed can be sent back. The same statement with literals is what a person may paste into psql.
/// A string can enter the text only by <see cref="Raw"/> (catalogue or user SQL) or by <see cref="Name(string)"/> (quoted).
/// </remarks>
internal sealed class SqlText
{
    private readonly IReadOnlyList<Piece> pieces;

    private SqlText(IReadOnlyList<Piece> pieces) => this.pieces = pieces;

    /// <summary>No text.</summary>
    public static SqlText Empty { get; } = new([]);

    /// <summary>The statement with its values as literals.</summary>
    public string Literal => Render(value => value.Text is null ? $"NULL::{value.Type}" : $"{Quote.Literal(value.Text)}::{value.Type}");

    /// <summary>SQL as it stands: the catalogue's, or what a person typed to be SQL.</summary>
    public static SqlText Raw(string sql) => new([new(sql, Value: null)]);

    /// <summary>A quoted name.</summary>
    public static SqlText Name(string name) => Raw(Quote.Name(name));

    /// <summary>A quoted name with its schema.</summary>
    public static SqlText Name(TableName table) => Raw(Quote.Table(table));

    /// <summary>A value of a type, sent as text.</summary>
    /// <param name="text">The value as printed; <see langword="null"/> for null.</param>
    /// <param name="type">The type as format_type spells it.</param>
    public static SqlText Value(string? text, string type = "text") => new([new("", new(text, type))]);

    /// <summary>Composes a statement; the holes take other statements, names of tables, and numbers, never strings.</summary>
    public static SqlText Of(SqlHandler handler) => handler.ToSql();

    /// <summary>Joins parts.</summary>
    public static SqlText Join(string separator, IEnumerable<SqlText> parts)
    {
        var all = new List<Piece>();
        foreach (var part in parts)
        {
            if (all.Count > 0) all.Add(new(separator, Value: null));
            all.AddRange(part.pieces);
        }

        return new(all);
    }

    /// <summary>The statement with <c>$1</c>, <c>$2</c>, … and what they stand for.</summary>
    public (string Text, IReadOnlyList<string?> Values) Parameterised()
    {
        var values = new List<string?>();
        var text = Render(value =>
        {
            values.Add(value.Text);
            return value.Type == "text" ? $"${values.Count}::text" : $"${values.Count}::text::{value.Type}";
        });
        return (text, values);
    }

    /// <inheritdoc/>
    public override string ToString() => Literal;

    internal static SqlText Concat(IEnumerable<SqlText> parts) => Join("", parts);

    private string Render(Func<SqlValue, string> show)
    {
        var text = new StringBuilder();
        foreach (var piece in pieces) text.Append(piece.Text).Append(piece.Value is { } value ? show(value) : null);
        return text.ToString();
    }

    private sealed record SqlValue(string? Text, string Type);

    private readonly record struct Piece(string Text, SqlValue? Value);
}
