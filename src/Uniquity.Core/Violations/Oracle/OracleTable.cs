using System.Runtime.InteropServices;

namespace Uniquity.Violations.Oracle;

/// <summary>What Oracle 23ai adds to the sentence: <c>violated on table HR.EMPLOYEES columns (DEPT, EMAIL)</c>.</summary>
/// <param name="Schema">The table's schema.</param>
/// <param name="Name">The table.</param>
/// <param name="Columns">The columns, without values.</param>
/// <param name="Length">How many characters were read.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OracleTable(string? Schema, string? Name, KeyValue[]? Columns, int Length)
{
    private const string OnTable = " on table ";
    private const string OfColumns = " columns (";

    /// <summary>Reads it from the rest of the sentence's line.</summary>
    public static bool TryRead(ReadOnlySpan<char> line, out OracleTable table)
    {
        table = default;
        var on = line.IndexOf(OnTable);
        if (on is < 0 or > 40) return false;
        var start = on + OnTable.Length;
        var columns = line[start..].IndexOf(OfColumns);
        if (columns <= 0) return false;
        var name = line.Slice(start, columns);
        var dot = name.IndexOf('.');
        var list = line[(start + columns + OfColumns.Length)..];
        var close = list.IndexOf(')');
        if (close <= 0) return false;
        var parts = new KeyValue[list[..close].Count(", ") + 1];
        var count = 0;
        foreach (var range in list[..close].Split(", ")) parts[count++] = new KeyValue(list[range].ToString(), null);
        table = new OracleTable(dot > 0 ? name[..dot].ToString() : null, name[(dot + 1)..].ToString(), parts, start + columns + OfColumns.Length + close + 1);
        return true;
    }
}
