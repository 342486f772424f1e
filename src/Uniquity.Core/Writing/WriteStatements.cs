using System.Text;

namespace Uniquity.Writing;

/// <summary>The statements of race-free writes: the index decides, never a look before the write.</summary>
/// <remarks>
/// INSERT … ON CONFLICT … DO NOTHING, RETURNING and partial indexes as arbiters mean the same in every engine that has them.
/// https://www.postgresql.org/docs/current/sql-insert.html, https://sqlite.org/lang_upsert.html.
/// </remarks>
internal sealed class WriteStatements(WriteTable table)
{
    /// <summary>Inserts, and gives the row back; gives none where the key is taken.</summary>
    public WriteStatement Insert(object?[] row)
    {
        var values = new List<(int Column, object? Value)>(row.Length);
        return new($"{InsertText(row, values)} RETURNING {table.Selected}", values);
    }

    /// <summary>Inserts, or selects the row that has the key: one row, and before it whether it was inserted. None where another writer got in between.</summary>
    public WriteStatement InsertOrSelect(object?[] row)
    {
        var values = new List<(int Column, object? Value)>(row.Length);
        var insert = $"{InsertText(row, values)} RETURNING true, {table.Selected}";
        return new($"WITH inserted AS ({insert}) SELECT * FROM inserted UNION ALL SELECT false, {table.Selected} FROM {table.Sql} WHERE {Key(row, values)}", values);
    }

    /// <summary>Selects the row that has the key.</summary>
    public WriteStatement Select(object?[] row)
    {
        var values = new List<(int Column, object? Value)>();
        return new($"SELECT {table.Selected} FROM {table.Sql} WHERE {Key(row, values)}", values);
    }

    /// <summary>Updates the row that has the key, and gives it back; gives none where there is none, or it is not older.</summary>
    /// <param name="row">The row.</param>
    /// <param name="columns">What to update.</param>
    /// <param name="newerBy">The column that has to be greater; <see langword="null"/> for none.</param>
    public WriteStatement Update(object?[] row, IReadOnlyList<int> columns, int? newerBy)
    {
        var values = new List<(int Column, object? Value)>();
        var set = string.Join(", ", columns.Select(column => $"{table.Columns[column].Sql} = {Parameter(values, column, row[column])}"));
        var key = Key(row, values);
        if (newerBy is { } by)
        {
            var column = table.Columns[by];
            key += $" AND ({column.Sql} IS NULL OR {column.Ordered(column.Sql)} < {column.Ordered(Parameter(values, by, row[by]))})";
        }

        return new($"UPDATE {table.Sql} SET {set} WHERE {key} RETURNING {table.Selected}", values);
    }

    private string InsertText(object?[] row, List<(int Column, object? Value)> values)
    {
        var names = new StringBuilder();
        var sent = new StringBuilder();
        for (var i = 0; i < row.Length; i++)
        {
            if (table.Columns[i].IsLeftOut(row[i])) continue;
            names.Append(names.Length == 0 ? "" : ", ").Append(table.Columns[i].Sql);
            sent.Append(sent.Length == 0 ? "" : ", ").Append(Parameter(values, i, row[i]));
        }

        return $"INSERT INTO {table.Sql} {(names.Length == 0 ? "DEFAULT VALUES" : $"({names}) VALUES ({sent})")} ON CONFLICT {table.Arbiter.Target} DO NOTHING";
    }

    private string Key(object?[] row, List<(int Column, object? Value)> values)
    {
        var conditions = table.Arbiter.Parts.Select(part => row[part.Column] is null or DBNull
            ? $"{part.Sql} IS NULL"
            : $"{part.Sql} = {part.Value(Parameter(values, part.Column, row[part.Column]))}");
        return string.Join(" AND ", conditions) + (table.Arbiter.Predicate is { } predicate ? $" AND ({predicate})" : "");
    }

    // One value stands once: an engine that infers a parameter's type does so from its column.
    private static string Parameter(List<(int Column, object? Value)> values, int column, object? value)
    {
        var at = values.FindIndex(known => known.Column == column);
        if (at >= 0) return $"${at + 1}";
        values.Add((column, value));
        return $"${values.Count}";
    }
}
