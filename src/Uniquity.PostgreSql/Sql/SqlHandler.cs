using System.Globalization;
using System.Runtime.CompilerServices;
using Uniquity.Indexes;

namespace Uniquity.PostgreSql.Sql;

/// <summary>Builds a <see cref="SqlText"/> from an interpolated string.</summary>
/// <remarks>There is no hole for a string: a name that is not quoted, or a value within the text, does not compile.</remarks>
[InterpolatedStringHandler]
internal readonly struct SqlHandler(int literalLength, int formattedCount)
{
    private readonly List<SqlText> parts = new(formattedCount * 2 + Math.Min(literalLength, 1));

    /// <summary>The text between holes.</summary>
    public void AppendLiteral(string text) => parts.Add(SqlText.Raw(text));

    /// <summary>Another statement, or a part of one.</summary>
    public void AppendFormatted(SqlText part) => parts.Add(part);

    /// <summary>A table's name, quoted.</summary>
    public void AppendFormatted(TableName table) => parts.Add(SqlText.Name(table));

    /// <summary>A number.</summary>
    public void AppendFormatted(long number) => parts.Add(SqlText.Raw(number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The statement.</summary>
    public SqlText ToSql() => SqlText.Concat(parts);
}
