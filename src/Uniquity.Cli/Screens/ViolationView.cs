using Uniquity.Cli.Json;
using Uniquity.Cli.Terminals;
using Uniquity.Violations;

namespace Uniquity.Cli.Screens;

/// <summary>Shows a violation.</summary>
internal static class ViolationView
{
    private const int MostOtherKeys = 3;

    /// <summary>The width of the names beside what is known of a violation: that of the longest, and two blanks.</summary>
    public static int Width(Violation violation) => Math.Max("conflict".Length, Nouns.Of(violation.Engine).Table.Length) + 2;

    /// <summary>Shows one, what the text does not state left out.</summary>
    /// <param name="violation">The violation.</param>
    /// <param name="screen">Where.</param>
    /// <param name="number">Its number, where several are shown.</param>
    /// <param name="server">The server that refused, where one is connected: errors of look-alikes do not tell which of them it is.</param>
    public static void Show(Violation violation, IScreen screen, int? number = null, string? server = null)
    {
        var what = violation.Kind == ViolationKind.IndexBuild ? "refused to build a unique index" : "refused a write";
        screen.Line(0, number is null ? "" : $"{number}. ", new Ink($"{Engine(violation, server)} {what}", Tone.Bad), violation.Code is null ? "" : $" ({violation.Code})");
        Fact(screen, "index", violation.Index, Width(violation));
        Fact(screen, Nouns.Of(violation.Engine).Table, Table(violation), Width(violation));
        Fact(screen, "key", KeyText.Of(violation.Key), Width(violation));
        foreach (var other in violation.OtherKeys.Take(MostOtherKeys)) Fact(screen, "or", KeyText.Of(other), Width(violation));
        if (violation.OtherKeys.Count > MostOtherKeys) Fact(screen, "or", $"one of {Say.Count(violation.OtherKeys.Count - MostOtherKeys, "more way")} to read the values", Width(violation));
        if (violation.Times > 1) Fact(screen, "times", $"{Say.Count(violation.Times)}, first on line {violation.Line}", Width(violation));
        else if (violation.Line > 1) Fact(screen, "line", Say.Count(violation.Line), Width(violation));
    }

    // The 409 of Azure's own API is nobody else's.
    private static string Engine(Violation violation, string? server) =>
        violation.Engine != "cosmosdb" ? Words.Engine(violation.Engine) : violation.Code == "409" ? "Cosmos DB" : server is null ? Words.Engine(violation.Engine) : "The server";

    private static string? Table(Violation violation)
    {
        if (violation.Table is null) return violation.Database is null ? null : $"not stated, of database {violation.Database}";
        var table = violation.Schema is null ? violation.Table : $"{violation.Schema}.{violation.Table}";
        return violation.Database is null ? table : $"{table}, of database {violation.Database}";
    }

    /// <summary>A line with a name and what is known of it; nothing where that is nothing.</summary>
    /// <param name="screen">Where.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">What is known.</param>
    /// <param name="width">The width of the names, as <see cref="Width"/> has it.</param>
    public static void Fact(IScreen screen, string name, string? value, int width = 10)
    {
        if (value is not null) screen.Hanging(2, width + 2, new Ink(name.PadRight(width), Tone.Faint), value);
    }
}
