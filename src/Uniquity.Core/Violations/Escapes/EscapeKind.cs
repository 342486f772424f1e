namespace Uniquity.Violations.Escapes;

/// <summary>How a layer of text was escaped.</summary>
internal enum EscapeKind
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>As JSON, reprs and source code do it: a backslash before the character.</summary>
    Backslash,

    /// <summary>As CSV does it: a quote inside the string is written twice.</summary>
    Doubled,

    /// <summary>As HTML does it: <c>&amp;quot;</c>.</summary>
    Html,
}
