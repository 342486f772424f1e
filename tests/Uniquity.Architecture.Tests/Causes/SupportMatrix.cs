namespace Uniquity.Architecture.Tests.Causes;

/// <summary>The table of docs/support.md: for each cause, what each engine's column says.</summary>
internal sealed record SupportMatrix(IReadOnlyList<string> Engines, IReadOnlyList<SupportMatrix.Row> Rows)
{
    /// <summary>One cause.</summary>
    public sealed record Row(string Code, string Title, IReadOnlyList<string> Cells);

    public static SupportMatrix Read()
    {
        var lines = Repository.Read("docs/support.md").Split('\n').Where(line => line.StartsWith('|')).Select(Cells).ToList();
        var heading = lines.Find(cells => cells[0] == "code")!;
        return new(heading[2..], [.. lines.Where(cells => cells[0].StartsWith("UQ", StringComparison.Ordinal)).Select(cells => new Row(cells[0], cells[1], cells[2..]))]);
    }

    public IEnumerable<string> CodesWith(string engine, string word)
    {
        var column = Engines.ToList().IndexOf(engine);
        return Rows.Where(row => row.Cells[column] == word).Select(row => row.Code);
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}
