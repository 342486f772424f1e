using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Duplicates;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>The largest groups as a table.</summary>
internal static class GroupTable
{
    /// <summary>Shows them.</summary>
    public static void Show(DuplicateReport report, int indent, Nouns nouns, IScreen screen)
    {
        List<string> heads = ["#" + nouns.Rows, .. report.Key.Select(part => part.Part.TrimStart('#')), "ids"];
        screen.Table(indent, heads, [.. report.Top.Select(Row)]);
    }

    private static List<Ink> Row(DuplicateGroup group)
    {
        var more = group.Count > group.Ids.Count && group.Ids.Count > 0 ? ", …" : "";
        return
        [
            Say.Count(group.Count),
            .. group.Key.Select(part => new Ink(KeyText.Value(part), part.IsNull ? Tone.Faint : Tone.Plain)),
            new Ink(string.Join(", ", group.Ids) + more, Tone.Faint),
        ];
    }
}
