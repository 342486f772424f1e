namespace Uniquity.Violations;

/// <summary>What a parser made of an anchor.</summary>
/// <param name="Violation">The violation, with <c>Line</c> and <c>Times</c> left at 1; or <see langword="null"/>.</param>
/// <param name="Related">The related error, with <c>Line</c> left at 1; or <see langword="null"/>.</param>
/// <param name="End">
/// The index in the window's text just past what was consumed: the scan goes on there, so a code, a sentence and a DETAIL
/// that belong to one report are one finding.
/// </param>
/// <param name="Start">The index in the window's text where the report begins (its line is the one reported).</param>
internal readonly record struct Finding(Violation? Violation, RelatedError? Related, int Start, int End)
{
    /// <summary>
    /// Whether the report is without a sentence: only fields (<c>code: '23505', constraint: 'users_email_key'</c>), as drivers
    /// print them below the message. Beside the message they belong to, they add facts and are not counted again.
    /// </summary>
    /// <value><see langword="false"/>.</value>
    public bool FieldsOnly { get; init; }
}
