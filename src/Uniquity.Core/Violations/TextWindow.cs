namespace Uniquity.Violations;

/// <summary>The part of a text that a parser sees around an anchor.</summary>
/// <remarks>
/// The text goes back at least <see cref="LookBehind"/> characters before the anchor and at least <see cref="LookAhead"/>
/// after it, unless the input begins or ends sooner (or is so full of anchors that belong to nothing that reading it all would
/// not be linear: then it goes ahead less). A parser may read all of it, and no more: that bound is what keeps
/// reading linear and in bounded memory.
/// </remarks>
internal readonly ref struct TextWindow(ReadOnlySpan<char> text, int at, string anchor)
{
    /// <summary>Characters before an anchor that a parser may count on.</summary>
    public const int LookBehind = 8 * 1024;

    /// <summary>Characters after an anchor that a parser may count on.</summary>
    public const int LookAhead = 64 * 1024;

    /// <summary>The characters.</summary>
    public ReadOnlySpan<char> Text { get; } = text;

    /// <summary>Where in <see cref="Text"/> the anchor begins.</summary>
    public int At { get; } = at;

    /// <summary>The anchor that was found there.</summary>
    public string Anchor { get; } = anchor;
}
