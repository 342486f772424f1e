namespace Uniquity.Cli.Screens;

/// <summary>What a piece of text is for; a terminal colours it so, a pipe gets the words alone.</summary>
internal enum Tone
{
    /// <summary>Running text.</summary>
    Plain,

    /// <summary>What the eye should find first.</summary>
    Strong,

    /// <summary>What is there for completeness.</summary>
    Faint,

    /// <summary>A code or a name.</summary>
    Name,

    /// <summary>All is well.</summary>
    Good,

    /// <summary>Worth a second look.</summary>
    Warn,

    /// <summary>Wrong.</summary>
    Bad,

    /// <summary>What can be pasted and run.</summary>
    Code,
}
