using Uniquity.Cli.Json;
using Uniquity.Cli.Terminals;
using Uniquity.Violations;

namespace Uniquity.Cli.Screens;

/// <summary>Shows a violation.</summary>
internal static class ViolationView
{
    /// <summary>Shows one, what the text does not state left out.</summary>
    public static void Show(Violation violation, IScreen screen)
    {
        var what = violation.Kind == ViolationKind.IndexBuild ? "refused to build a unique index" : "refused a write";
        screen.Line(0, new Ink($"{Words.Engine(violation.Engine)} {what}", Tone.Bad), violation.Code is null ? "" : $" ({violation.Code})");
        Fact(screen, "index", violation.Index);
        Fact(screen, "table", Table(violation));
        Fact(screen, "key", KeyText.Of(violation.Key));
        if (violation.Times > 1) Fact(screen, "times", $"{Say.Count(violation.Times)}, first on line {violation.Line}");
        else if (violation.Line > 1) Fact(screen, "line", Say.Count(violation.Line));
    }

    private static string? Table(Violation violation)
    {
        if (violation.Table is null) return violation.Database is null ? null : $"not stated, of database {violation.Database}";
        var table = violation.Schema is null ? violation.Table : $"{violation.Schema}.{violation.Table}";
        return violation.Database is null ? table : $"{table}, of database {violation.Database}";
    }

    /// <summary>A line with a name and what is known of it; nothing where that is nothing.</summary>
    public static void Fact(IScreen screen, string name, string? value)
    {
        if (value is not null) screen.Hanging(2, 12, new Ink(name.PadRight(10), Tone.Faint), value);
    }
}
