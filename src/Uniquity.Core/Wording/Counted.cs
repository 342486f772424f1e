using System.Globalization;

namespace Uniquity.Wording;

/// <summary>Puts counts into sentences: the one place where a noun becomes plural.</summary>
public static class Counted
{
    /// <summary>A count with its noun: <c>1 row</c>, <c>12 rows</c>, <c>3,000,000 rows</c>.</summary>
    /// <param name="count">The count.</param>
    /// <param name="one">The noun for one.</param>
    /// <param name="many">The noun for any other number; <see langword="null"/> for <paramref name="one"/> and an s.</param>
    /// <returns>The words.</returns>
    public static string Of(long count, string one, string? many = null) => $"{Number(count)} {Noun(count, one, many)}";

    /// <summary>The noun alone, for where other words stand between: <c>3 of the 4 excess rows</c>.</summary>
    /// <param name="count">The count.</param>
    /// <param name="one">The noun for one.</param>
    /// <param name="many">The noun for any other number; <see langword="null"/> for <paramref name="one"/> and an s.</param>
    /// <returns>The noun.</returns>
    public static string Noun(long count, string one, string? many = null) => count == 1 ? one : many ?? one + "s";

    /// <summary>A count with separators: <c>3,000,000</c>.</summary>
    /// <param name="count">The count.</param>
    /// <returns>The digits.</returns>
    public static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
