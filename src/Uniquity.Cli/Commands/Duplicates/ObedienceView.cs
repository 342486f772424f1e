using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Indexes;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>What a person sees of <c>duplicates</c> without a key: whether the data obeys each unique index.</summary>
internal static class ObedienceView
{
    /// <summary>Shows it.</summary>
    public static void Show(TableName table, IReadOnlyList<Obedience> indexes, TimeSpan elapsed, Nouns nouns, IScreen screen)
    {
        if (indexes.Count == 0)
        {
            screen.Line(0, $"{table} has no unique index. A key that you want: ", new Ink($"uniquity duplicates --on {table} --key KEY", Tone.Code));
            return;
        }

        screen.Line(0, new Ink($"{table}: {Say.Count(indexes.Count, "unique index", "unique indexes")}", Tone.Strong), new Ink($", checked in {Say.Duration(elapsed)}", Tone.Faint));
        screen.Table(2, ["index", "key", "#" + nouns.Rows, "the data"], [.. indexes.Select(index => Row(index, nouns))]);
        foreach (var broken in indexes.Where(index => !index.Obeyed))
        {
            screen.Blank();
            screen.Line(2, new Ink(broken.Index.Name, Tone.Name), " holds keys that are shared:");
            GroupTable.Show(broken.Report, 2, nouns, screen);
        }
    }

    private static List<Ink> Row(Obedience obedience, Nouns nouns) =>
    [
        new(obedience.Index.Name, Tone.Name),
        IndexText.Key(obedience.Index.Key),
        obedience.NotCounted is null ? Say.Count(obedience.Report.Rows) : "",
        obedience.NotCounted is { } why ? new Ink($"was not counted: {why}", Tone.Faint)
            : obedience.Obeyed
            ? new Ink("obeys it", Tone.Good)
            : new Ink($"breaks it: {Say.Count(obedience.Report.Groups, "key")} shared, {Say.Count(obedience.Report.ExcessRows, "excess " + nouns.Row)}", Tone.Bad),
    ];
}
