using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace Uniquity.Resolving;

/// <summary>Makes the ids of runs.</summary>
public static class RunId
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>A new id: the day in UTC and four random hexadecimal digits, <c>r-20261120-7f3a</c>.</summary>
    public static string New(TimeProvider clock) =>
        string.Create(CultureInfo.InvariantCulture, $"r-{clock.GetUtcNow():yyyyMMdd}-{RandomNumberGenerator.GetInt32(0x10000):x4}");

    /// <summary>Whether a text has the form of a run's id.</summary>
    public static bool IsValid(string text) =>
        text.Length == 15 && text.StartsWith("r-", StringComparison.Ordinal) && text[10] == '-'
        && !text.AsSpan(2, 8).ContainsAnyExceptInRange('0', '9')
        && !text.AsSpan(11).ContainsAnyExcept(Hex);
}
