namespace Uniquity.Cli.Terminals;

/// <summary>What <c>--color</c> says.</summary>
internal enum ColorMode
{
    /// <summary>Colour on a terminal, unless <c>NO_COLOR</c> is set or the terminal is dumb.</summary>
    Auto,

    /// <summary>Colour everywhere.</summary>
    Always,

    /// <summary>No colour anywhere.</summary>
    Never,
}
