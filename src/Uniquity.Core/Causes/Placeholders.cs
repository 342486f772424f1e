using System.Collections.Frozen;

namespace Uniquity.Causes;

/// <summary>Values that stand for 'no value' and so are shared by many rows.</summary>
public static class Placeholders
{
    // Nobody's real e-mail, number or name: enough to prove the cause where one holds a key.
    private static readonly FrozenSet<string> Plain = FrozenSet.ToFrozenSet(
        [
            "", "n/a", "n.a.", "#n/a", "unknown", "undefined", "null", "(null)", "nil", "none", "nan", "tbd", "tba", "todo", "-", "--", "---", ".", "?", "x", "xx", "xxx",
            "not set", "not available", "not provided", "no email", "noemail", "placeholder", "dummy", "default", "changeme",
            "test@test.com", "test@example.com", "a@a.com", "a@b.com", "a@b.c", "foo@bar.com", "none@none.com", "no@email.com", "noemail@noemail.com", "na@na.com", "user@example.com", "email@example.com", "noreply@example.com",
            "00000000-0000-0000-0000-000000000000", "000000000000000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "0000000000", "000-000-0000", "1234567890", "9999999999", "0000-00-00", "0001-01-01", "[object object]",
        ],
        StringComparer.OrdinalIgnoreCase);

    // Someone's real value now and then: NA is Namibia, 0 and 1970-01-01 happen.
    private static readonly FrozenSet<string> Doubtful = FrozenSet.ToFrozenSet(
        ["0", "-1", "na", "test", "1970-01-01", "1900-01-01", "9999-12-31", "0000", "999999999", "abc", "foo", "string", "empty", "false"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a value is a placeholder.</summary>
    /// <returns>
    /// <see cref="Confidence.Certain"/> where it can be nothing else, <see cref="Confidence.Likely"/> where somebody may really
    /// have it, <see langword="null"/> where it is none.
    /// </returns>
    public static Confidence? Judge(string value)
    {
        var trimmed = value.Trim();
        return Plain.Contains(trimmed) ? Confidence.Certain : Doubtful.Contains(trimmed) ? Confidence.Likely : null;
    }

    /// <summary>Whether a value is nothing but white space, or a word that nobody has as a value.</summary>
    public static bool IsCertain(string value) => Judge(value) == Confidence.Certain;

    /// <summary>The value as a sentence shows it: the empty string has no other way to be seen.</summary>
    public static string Show(string value) => value.Length == 0 ? "the empty string" : $"'{value}'";
}
