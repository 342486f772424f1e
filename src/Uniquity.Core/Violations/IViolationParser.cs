namespace Uniquity.Violations;

/// <summary>Reads the violations of one engine in a text, however the text wraps them.</summary>
/// <remarks>
/// Implementations never throw on any text, take time linear in the window, use no regular expression, and allocate nothing
/// beyond the finding. They are stateless and safe for concurrent use.
/// </remarks>
internal interface IViolationParser
{
    /// <summary>
    /// Strings, compared ordinally, of which at least one stands in every violation (or related error) of this engine.
    /// The rarer in ordinary logs, the faster the scan.
    /// </summary>
    IReadOnlyList<string> Anchors { get; }

    /// <summary>Reads what stands around an anchor.</summary>
    /// <param name="window">The text around the anchor.</param>
    /// <param name="finding">What was read.</param>
    /// <returns>Whether the anchor was part of a violation or a related error; prose about one is not.</returns>
    bool TryRead(TextWindow window, out Finding finding);
}
