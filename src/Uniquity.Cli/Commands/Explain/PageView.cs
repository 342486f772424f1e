using Uniquity.Causes;
using Uniquity.Cli.Screens;

namespace Uniquity.Cli.Commands.Explain;

/// <summary>Shows a page of the documentation: headings, lists and code, without Markdown's own signs.</summary>
internal static class PageView
{
    /// <summary>Shows one.</summary>
    public static void Show(Page page, IScreen screen)
    {
        var inCode = false;
        var paragraph = new List<string>();
        foreach (var line in Lines(page.Markdown))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                Flush(paragraph, screen);
                inCode = !inCode;
            }
            else if (inCode)
            {
                screen.Code(line.Length == 0 ? 0 : 4, line);
            }
            else if (line.Length == 0)
            {
                Flush(paragraph, screen);
                screen.Blank();
            }
            else if (line[0] == '#')
            {
                Flush(paragraph, screen);
                screen.Line(0, new Ink(line.TrimStart('#').Trim(), Tone.Strong));
            }
            else if (paragraph.Count > 0 && char.IsWhiteSpace(line[0]))
            {
                // A line that goes on with the item above it.
                paragraph[^1] += " " + line.Trim();
            }
            else
            {
                paragraph.Add(line);
            }
        }

        Flush(paragraph, screen);
    }

    /// <summary>The lines, without comments of the page's own (its keywords), which stand on lines of their own.</summary>
    private static IEnumerable<string> Lines(string markdown)
    {
        var inComment = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            inComment |= line.StartsWith("<!--", StringComparison.Ordinal);
            if (!inComment) yield return line;
            if (line.Contains("-->", StringComparison.Ordinal)) inComment = false;
        }
    }

    private static void Flush(List<string> paragraph, IScreen screen)
    {
        foreach (var line in paragraph) screen.Line(0, Inline(line));
        paragraph.Clear();
    }

    /// <summary>Text with what stands in backticks marked as code.</summary>
    private static Ink[] Inline(string line)
    {
        var pieces = line.Split('`');
        if (pieces.Length % 2 == 0) return [line];
        return [.. pieces.Select((piece, at) => new Ink(piece, at % 2 == 0 ? Tone.Plain : Tone.Name))];
    }
}
