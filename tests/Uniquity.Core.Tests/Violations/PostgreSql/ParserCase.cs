using System.Reflection;

namespace Uniquity.Violations.PostgreSql;

/// <summary>One case of a corpus file: a name, a text, and a line for each reading that is expected.</summary>
/// <remarks>
/// A case begins with <c>=== name</c>; the lines after its text that begin with <c>&gt;&gt;&gt;</c> are the readings, in order,
/// or the one word <c>nothing</c>.
/// </remarks>
internal sealed record ParserCase(string Name, string Text, IReadOnlyList<string> Readings)
{
    private static readonly PostgreSqlParser s_parser = new();

    public static IReadOnlyList<ParserCase> Load(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"postgresql/{file}.cases").ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        return ("\n" + reader.ReadToEnd()).Split("\n=== ")[1..].Select(Parse).ToList();
    }

    /// <summary>Reads a text with this parser alone, as the scan does it.</summary>
    public static IReadOnlyList<string> Read(string text)
    {
        var readings = new List<string>();
        for (var from = 0; Next(text, from) is var (at, anchor) && anchor.Length > 0;)
        {
            from = at + 1;
            if (!s_parser.TryRead(new TextWindow(text, at, anchor), out var finding))
                continue;

            var line = 1 + text.AsSpan(0, finding.Start).Count('\n');
            readings.Add(finding.Violation is { } violation ? Describe(violation with { Line = line }) : Describe(finding.Related! with { Line = line }));
            finding.End.ShouldBeInRange(at + 1, text.Length);
            from = finding.End;
        }

        return readings.Count == 0 ? ["nothing"] : readings;
    }

    private static ParserCase Parse(string raw)
    {
        var parts = raw.TrimEnd('\n').Split("\n>>> ");
        var name = parts[0].IndexOf('\n', StringComparison.Ordinal);
        return new ParserCase(parts[0][..name], parts[0][(name + 1)..], parts[1..]);
    }

    private static (int At, string Anchor) Next(string text, int from)
    {
        var next = (At: int.MaxValue, Anchor: string.Empty);
        foreach (var anchor in s_parser.Anchors)
        {
            var at = text.IndexOf(anchor, from, StringComparison.Ordinal);
            if (at >= 0 && at < next.At)
                next = (at, anchor);
        }

        return next;
    }

    public static string Describe(RelatedError related) => $"related {related.Code} {related.SqlState} line {related.Line}";

    public static string Describe(Violation violation)
    {
        var parts = new List<string>
        {
            violation.Engine ?? "null",
            violation.Code ?? "null",
            violation.Kind switch { ViolationKind.Write => "write", ViolationKind.IndexBuild => "indexBuild", _ => "null" },
            $"line {violation.Line}",
        };
        Add("database", violation.Database);
        Add("schema", violation.Schema);
        Add("table", violation.Table);
        Add("index", violation.Index);
        parts.AddRange(violation.Key.Select(k => $"{k.Field ?? "null"}={(k.Value is null ? "?" : $"<{k.Value}>")}{(k.IsNull ? " null" : string.Empty)}"));
        Add("statement", violation.Statement);
        Add("context", violation.Context);
        return string.Join(" | ", parts).Replace("\n", "⏎", StringComparison.Ordinal);

        void Add(string name, string? value)
        {
            if (value is not null)
                parts.Add($"{name} {value}");
        }
    }
}
