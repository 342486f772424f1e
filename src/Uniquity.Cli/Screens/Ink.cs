namespace Uniquity.Cli.Screens;

/// <summary>A piece of a line with its tone.</summary>
/// <param name="Text">Any text; the screen makes control characters visible.</param>
/// <param name="Tone">What it is for.</param>
internal readonly record struct Ink(string Text, Tone Tone = Tone.Plain)
{
    /// <summary>Running text.</summary>
    public static implicit operator Ink(string text) => new(text);
}
