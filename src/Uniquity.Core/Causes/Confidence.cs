namespace Uniquity.Causes;

/// <summary>How far the facts carry a cause.</summary>
public enum Confidence
{
    /// <summary>Nothing observed speaks against it; nothing proves it.</summary>
    Possible,

    /// <summary>The facts speak for it, and leave another explanation.</summary>
    Likely,

    /// <summary>The facts prove it.</summary>
    Certain,
}
