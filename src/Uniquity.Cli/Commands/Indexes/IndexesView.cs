using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Indexes;

namespace Uniquity.Cli.Commands.Indexes;

/// <summary>What a person sees of <c>indexes</c>.</summary>
internal static class IndexesView
{
    /// <summary>Shows them by table.</summary>
    public static void Show(IReadOnlyList<UniqueIndex> indexes, TableName? table, Nouns nouns, IScreen screen)
    {
        if (indexes.Count == 0)
        {
            screen.Line(0, table is null && nouns.Table == "collection" ? "This database has no collections: a MongoDB URL may name one that does not exist, and nothing says so." : table is null ? $"No {nouns.Table} has a unique index." : $"{table} has no unique index: nothing keeps two of its {nouns.Rows} apart.");
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
        // A column that says nothing of any index is left out.
        (string Head, Func<UniqueIndex, Ink> Cell)[] columns =
        [
            ("index", index => new Ink(index.Name, Tone.Name)),
            ("key", index => IndexText.Key(index.Key)),
            ("kind", index => IndexText.Kind(index)),
            ("#size", index => index.SizeBytes is { } size ? Say.Size(size) : ""),
            ("#reads", index => index.Reads is { } reads ? Say.Count(reads) : ""),
            ("what else", index => new Ink(IndexText.Options(index), index.Valid && !index.Hidden ? Tone.Plain : Tone.Warn)),
        ];
        columns = [.. columns.Where(column => indexes.Any(index => column.Cell(index).Text.Length > 0))];
        screen.Table(2, [.. columns.Select(column => column.Head)], [.. indexes.Select(index => (Ink[])[.. columns.Select(column => column.Cell(index))])]);
    }
}
