namespace Uniquity.Facts;

/// <summary>A column of a table, as far as causes ask for it.</summary>
/// <param name="Name">As the catalogue spells it.</param>
/// <param name="Type">The declared type in the engine's words.</param>
/// <param name="IsText">Whether values of the type are text that case or white space can tell apart.</param>
/// <param name="Nullable">Whether it may be null.</param>
/// <param name="Generator">
/// What makes a value when the writer gives none: an identity, a sequence, <c>rowid</c>, or the default's expression;
/// <see langword="null"/> where the writer must bring one.
/// </param>
public sealed record Column(string Name, string Type, bool IsText, bool Nullable, string? Generator)
{
    /// <summary>Whether it is part of the primary key, which an upsert must leave as it is.</summary>
    public bool Primary { get; init; }
}
