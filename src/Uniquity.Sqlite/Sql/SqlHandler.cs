using System.Runtime.CompilerServices;

namespace Uniquity.Sqlite.Sql;

/// <summary>Takes an interpolated statement apart: texts are the language's own (quoted names, expressions), numbers are values.</summary>
[InterpolatedStringHandler]
internal readonly ref struct SqlHandler
{
    public SqlHandler(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _ = formattedCount;
        Text = new SqlText();
    }

    /// <summary>The statement so far.</summary>
    public SqlText Text { get; }

    public void AppendLiteral(string literal) => Text.Add(literal);

    public void AppendFormatted(string sql) => Text.Add(sql);

    public void AppendFormatted(long value) => Text.Value(value);

    public void AppendFormatted(SqlValue value) => Text.Value(value.Value);
}
