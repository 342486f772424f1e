using System.Text;
using Spectre.Console;
using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Screens;

/// <summary>A table with lines around it, by Spectre.Console. Apart, so that only a table loads that library.</summary>
internal static class DrawnTable
{
    /// <summary>Draws one.</summary>
    public static void Write(TextWriter output, int width, bool color, int indent, IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<Ink>> rows)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderStyle(new Style(decoration: Decoration.Dim));
        foreach (var head in heads)
        {
            var column = new TableColumn(new Text(head.TrimStart('#'), new Style(decoration: Decoration.Bold)));
            if (head.StartsWith('#')) column.RightAligned().NoWrap();
            table.AddColumn(column);
        }

        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(Safe.Line(cell.Text), StyleOf(cell.Tone))));
        Console(output, width - indent, color, new string(' ', indent)).Write(table);
    }

    private static IAnsiConsole Console(TextWriter output, int width, bool color, string margin)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new FixedWidthOutput(new MarginWriter(output, margin), width),
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Faint => new Style(decoration: Decoration.Dim),
        Tone.Name => new Style(foreground: Color.Teal),
        Tone.Good => new Style(foreground: Color.Green),
        Tone.Warn => new Style(foreground: Color.Olive),
        Tone.Bad => new Style(foreground: Color.Maroon, decoration: Decoration.Bold),
        Tone.Code => new Style(foreground: Color.Navy),
        _ => Style.Plain,
    };

    private sealed class FixedWidthOutput(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => width;

        public int Height => 1000;

        public void SetEncoding(Encoding encoding)
        {
            // The writer has its encoding already.
        }
    }

    /// <summary>Puts a margin before every line.</summary>
    private sealed class MarginWriter(TextWriter inner, string margin) : TextWriter
    {
        private bool _fresh = true;

        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value)
        {
            if (value == '\r') return;
            if (_fresh && value != '\n') inner.Write(margin);
            inner.Write(value);
            _fresh = value == '\n';
        }
    }
}
