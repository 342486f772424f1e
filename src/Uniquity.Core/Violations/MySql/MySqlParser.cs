using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.MySql;

/// <summary>Reads the texts of MySQL and MariaDB (and of TiDB and Vitess, which print the same).</summary>
/// <remarks>Server errors: https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html.</remarks>
internal sealed class MySqlParser : IViolationParser
{
    private const string Duplicate = "Duplicate entry ";
    private const string ForKey = " for key ";
    private const int LongestValue = 8 * 1024;

    // A value may hold the words that end it.
    private const int MostAttempts = 8;

    /// <inheritdoc />
    public IReadOnlyList<string> Anchors { get; } = [Duplicate, "ER_DUP_ENTRY", .. MySqlRelated.Sentences];

    /// <inheritdoc />
    public bool TryRead(TextWindow window, out Finding finding) => window.Anchor switch
    {
        Duplicate => TryReadSentence(window, window.At, out finding),
        "ER_DUP_ENTRY" => TryReadName(window, out finding),
        _ => MySqlRelated.TryRead(window, out finding),
    };

    private static bool TryReadSentence(TextWindow window, int at, out Finding finding)
    {
        finding = default;
        using var peeled = PeeledText.From(new TextWindow(window.Text, at, Duplicate));
        var text = peeled.Text[(peeled.At + Duplicate.Length)..];
        if (text.IsEmpty || text[0] is not ('\'' or '`')) return false;
        var quote = text[0];
        var searched = text[..Math.Min(text.Length, LongestValue)];
        var attempts = 0;
        for (var from = 1; searched[from..].IndexOf(ForKey) is >= 0 and var found && attempts < MostAttempts; from += found + ForKey.Length)
        {
            attempts++;
            var valueEnd = from + found - 1;
            if (valueEnd < 1 || text[valueEnd] != quote) continue;
            var name = from + found + ForKey.Length;
            if (!MySqlKeyName.TryRead(text[name..], out var key)) continue;
            var value = text[1..valueEnd];
            if (value is "%s" or "%-.192s" or "%-.64s" or "...") return false;

            var end = peeled.ToRaw(peeled.At + Duplicate.Length + name + key.Length);
            finding = new Finding(Violation(key.Table, key.Index, [new KeyValue(null, value.ToString())]), null, peeled.ToRaw(peeled.At), end)
            {
                // Node's drivers print the message, and below its stack the same as a member.
                FieldsOnly = window.Text.LineBefore(peeled.ToRaw(peeled.At), 16).TrimEnd("\"'`\\ :").EndsWith("sqlMessage"),
            };
            return true;
        }

        return false;
    }

    /// <summary>Reads the code's name: before the sentence on its line, or as a field of its own.</summary>
    private static bool TryReadName(TextWindow window, out Finding finding)
    {
        var end = window.At + window.Anchor.Length;
        var sentence = window.Text.LineAfter(end, 40).IndexOf(Duplicate);
        if (sentence >= 0 && TryReadSentence(window, end + sentence, out finding)) return true;
        finding = default;
        if (window.At == 0 || window.Text[window.At - 1] is not ('\'' or '"' or '`' or '[')) return false;
        finding = new Finding(Violation(null, null, []), null, window.At, end) { FieldsOnly = true };
        return true;
    }

    private static Violation Violation(string? table, string? index, KeyValue[] key) =>
        new() { Engine = "mysql", Code = "1062", Kind = ViolationKind.Write, Table = table, Index = index, Key = key };
}
