namespace Uniquity.PostgreSql.Indexes;

/// <summary>One part of a name that a person typed.</summary>
/// <param name="Text">Without its quotes.</param>
/// <param name="Quoted">Whether it stood in quotes.</param>
internal readonly record struct NamePart(string Text, bool Quoted)
{
    /// <summary>The spellings to look for: as it stands, and, where SQL would fold it, in lower case; both cut as the server cuts.</summary>
    public IEnumerable<string> Spellings =>
        (Quoted ? [Text] : new[] { Text, Text.ToLowerInvariant() }).Select(Sql.Quote.Truncate).Distinct(StringComparer.Ordinal);
}
