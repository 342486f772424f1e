namespace Uniquity.Violations.PostgreSql;

/// <summary>A layer over a text that is not made of backslashes.</summary>
internal enum TextEncoding
{
    /// <summary>None.</summary>
    None,

    /// <summary>HTML or XML: <c>&amp;quot;</c>.</summary>
    Html,

    /// <summary>A quotation mark is written twice, as in CSV.</summary>
    Doubled,
}
