namespace Uniquity.Violations;

/// <summary>One value of the refused key, as the text that reported it prints it.</summary>
/// <param name="Field">The column, field path or expression; <see langword="null"/> where the text has values without names.</param>
/// <param name="Value">
/// A string without its quotes, anything else as printed (<c>42</c>, <c>ObjectId('507f…')</c>, <c>null</c>);
/// <see langword="null"/> where the text does not state the value.
/// </param>
/// <param name="IsNull">Whether the text shows the value to be the database's null (or a missing field).</param>
public sealed record KeyValue(string? Field, string? Value, bool IsNull = false)
{
    /// <summary>Whether the writer sent a text (<c>'1'</c>) rather than a number (<c>1</c>); <see langword="null"/> where nothing tells.</summary>
    /// <remarks>Known from a statement or a document only: to a column without a type the two are different values.</remarks>
    public bool? IsText { get; init; }

    /// <summary>The value in JSON, where the engine has a notation that keeps its type: Extended JSON in MongoDB.</summary>
    /// <value><see langword="null"/> by default: <see cref="Value"/> is all there is to say.</value>
    public string? Json { get; init; }

    /// <summary>The field alone, fit for a log: a value is personal data.</summary>
    public override string ToString() => Field ?? "?";
}
