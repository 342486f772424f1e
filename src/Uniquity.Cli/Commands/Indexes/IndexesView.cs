using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Indexes;

namespace Uniquity.Cli.Commands.Indexes;

/// <summary>What a person sees of <c>indexes</c>.</summary>
internal static class IndexesView
{
    /// <summary>Shows them by table.</summary>
    public static void Show(IReadOnlyList<UniqueIndex> indexes, TableName? table, IScreen screen)
    {
        if (indexes.Count == 0)
        {
            screen.Line(0, table is null ? "No table has a unique index." : $"{table} has no unique index: nothing keeps two of its rows apart.");
            return;
        }

        var first = true;
        foreach (var ofTable in indexes.GroupBy(index => index.Table))
        {
            if (!first) screen.Blank();
            first = false;
            screen.Line(0, new Ink(ofTable.Key.ToString(), Tone.Strong));
            ShowTable([.. ofTable], screen);
            foreach (var index in ofTable)
            {
                foreach (var warning in index.Warnings)
                {
                    screen.Hanging(2, 4, new Ink("! ", Tone.Warn), new Ink(warning.Code, Tone.Name), $" {index.Name}: {warning.Why}");
                }
            }
        }
    }

    private static void ShowTable(IReadOnlyList<UniqueIndex> indexes, IScreen screen)
    {
        var hasSizes = indexes.Any(index => index.SizeBytes is not null);
        var hasReads = indexes.Any(index => index.Reads is not null);
        List<string> heads = ["index", "key", "kind", "what else"];
        if (hasSizes) heads.Insert(3, "#size");
        if (hasReads) heads.Insert(hasSizes ? 4 : 3, "#reads");
        screen.Table(2, heads, [.. indexes.Select(index => Row(index, hasSizes, hasReads))]);
    }

    private static List<Ink> Row(UniqueIndex index, bool hasSizes, bool hasReads)
    {
        List<Ink> cells = [new(index.Name, Tone.Name), IndexText.Key(index.Key), IndexText.Kind(index)];
        if (hasSizes) cells.Add(index.SizeBytes is { } size ? Say.Size(size) : "");
        if (hasReads) cells.Add(index.Reads is { } reads ? Say.Count(reads) : "");
        cells.Add(new(IndexText.Options(index), index.Valid && !index.Hidden ? Tone.Plain : Tone.Warn));
        return cells;
    }
}
