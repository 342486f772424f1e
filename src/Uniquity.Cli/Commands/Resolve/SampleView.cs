using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Facts;
using Uniquity.Resolving;

namespace Uniquity.Cli.Commands.Resolve;

/// <summary>A group before and after: a line per field, the row that stays first.</summary>
internal static class SampleView
{
    /// <summary>Rows that go and are shown beside the one that stays; more would not fit.</summary>
    private const int Shown = 3;

    /// <summary>Shows one.</summary>
    public static void Show(GroupSample sample, ResolveRequest request, Nouns nouns, IScreen screen)
    {
        var gone = sample.Before.Skip(1).Take(Shown).ToList();
        var after = request.Merge.Count > 0;
        List<string> heads = ["field", "stays", .. gone.Select(_ => "goes")];
        if (after) heads.Add("after");
        screen.Blank();
        screen.Table(2, heads, [.. sample.After.Fields.EnumerateObject().Select(field => Line(field.Name, sample, gone, request, after))]);
        if (sample.Before.Count > Shown + 1) screen.Line(2, new Ink($"… and {Say.Count(sample.Before.Count - Shown - 1, "more " + nouns.Row)} of it {(sample.Before.Count == Shown + 2 ? "goes" : "go")}", Tone.Faint));
    }

    private static List<Ink> Line(string field, GroupSample sample, IReadOnlyList<Row> gone, ResolveRequest request, bool after)
    {
        List<Ink> cells = [new(field, request.Key.Any(part => part.Part == field) ? Tone.Name : Tone.Plain), Value(sample.Before[0], field), .. gone.Select(row => Value(row, field))];
        if (!after) return cells;
        var changed = sample.Before[0].Text(field) != sample.After.Text(field);
        cells.Add(Value(sample.After, field) with { Tone = changed ? Tone.Good : Tone.Faint });
        return cells;
    }

    private static Ink Value(Row row, string field) => row.Fields.TryGetProperty(field, out var value) ? FieldText.Of(value) : new Ink("");
}
