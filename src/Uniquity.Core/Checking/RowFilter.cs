namespace Uniquity.Checking;

/// <summary>Which rows an index or a rule is about.</summary>
/// <param name="Conditions">Joined by AND; none for every row.</param>
/// <param name="NotNull">The conditions, of those that could be, that only leave out rows with a null in the key.</param>
internal sealed record RowFilter(IReadOnlyList<string> Conditions, IReadOnlySet<string> NotNull)
{
    /// <summary>Every row.</summary>
    public static RowFilter All { get; } = new([], new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Whether two are about the same rows.</summary>
    /// <param name="other">The other.</param>
    /// <param name="nullsApart">Whether nulls never collide: then to leave rows with a null in the key out changes nothing.</param>
    public bool Same(RowFilter other, bool nullsApart) => Left(nullsApart).SetEquals(other.Left(nullsApart));

    private HashSet<string> Left(bool nullsApart) =>
        new(nullsApart ? Conditions.Where(condition => !NotNull.Contains(condition)) : Conditions, StringComparer.Ordinal);
}
