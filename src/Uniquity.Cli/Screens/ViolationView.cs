using Uniquity.Cli.Json;
using Uniquity.Cli.Terminals;
using Uniquity.Violations;

namespace Uniquity.Cli.Screens;

/// <summary>Shows a violation.</summary>
internal static class ViolationView
{
    private const int MostOtherKeys = 3;

    /// <summary>Shows one, what the text does not state left out.</summary>
    /// <param name="violation">The violation.</param>
    /// <param name="screen">Where.</param>
    /// <param name="number">Its number, where several are shown.</param>
    public static void Show(Violation violation, IScreen screen, int? number = null)
    {
        var what = violation.Kind == ViolationKind.IndexBuild ? "refused to build a unique index" : "refused a write";
        screen.Line(0, number is null ? "" : $"{number}. ", new Ink($"{Words.Engine(violation.Engine)} {what}", Tone.Bad), violation.Code is null ? "" : $" ({violation.Code})");
        Fact(screen, "index", violation.Index);
        Fact(screen, "table", Table(violation));
        Fact(screen, "key", KeyText.Of(violation.Key));
        foreach (var other in violation.OtherKeys.Take(MostOtherKeys)) Fact(screen, "or", KeyText.Of(other));
        if (violation.OtherKeys.Count > MostOtherKeys) Fact(screen, "or", $"one of {Say.Count(violation.OtherKeys.Count - MostOtherKeys, "more way")} to read the values");
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
