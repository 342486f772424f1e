namespace Uniquity.Cli.Screens;

/// <summary>What a command shows a person, said once for both media: a terminal with colour and tables, a pipe with plain text.</summary>
/// <remarks>
/// Every text passes <see cref="Terminals.Safe"/>: a value from a database can neither move the cursor nor end a line. A pipe
/// gets lines whole, whatever the width. Texts beyond a thousand characters lose their middle (<see cref="ShorteningScreen"/>).
/// </remarks>
internal interface IScreen
{
    /// <summary>A line of text, indented by that many columns; a terminal wraps it at words.</summary>
    void Line(int indent, params ReadOnlySpan<Ink> inks);

    /// <summary>A line whose further rows on a terminal begin at another column than its first.</summary>
    void Hanging(int indent, int hang, params ReadOnlySpan<Ink> inks);

    /// <summary>Text to paste and run: its lines stay as they are, indented.</summary>
    void Code(int indent, string text);

    /// <summary>A table.</summary>
    /// <param name="indent">Columns to the left of it.</param>
    /// <param name="heads">The heads; one that begins with <c>#</c> is of a column of numbers, shown without that sign.</param>
    /// <param name="rows">The cells.</param>
    void Table(int indent, IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<Ink>> rows);

    /// <summary>An empty line.</summary>
    void Blank();
}
