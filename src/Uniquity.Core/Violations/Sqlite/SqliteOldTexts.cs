using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.Sqlite;

/// <summary>The sentences of SQLite before 3.7.16 (2013), which old phones and appliances still print.</summary>
internal static class SqliteOldTexts
{
    /// <summary>The sentence's end for one column.</summary>
    public const string IsNot = "is not unique";

    /// <summary>The sentence's end for several.</summary>
    public const string AreNot = "are not unique";

    /// <summary>The sentence for a table's own key.</summary>
    public const string PrimaryKey = "PRIMARY KEY must be unique";

    /// <summary>The sentence's end for a null.</summary>
    public const string Null = "may not be NULL";

    private const int Longest = 2 * 1024;

    /// <summary>Reads <c>column email is not unique</c>, <c>columns a, b are not unique</c>, <c>PRIMARY KEY must be unique</c>.</summary>
    public static bool TryRead(TextWindow window, out Finding finding)
    {
        finding = default;
        using var peeled = PeeledText.From(window);
        var before = peeled.Text.LineBefore(peeled.At, Longest);
        var lineStart = peeled.At - before.Length;
        switch (window.Anchor)
        {
            case PrimaryKey:
                return peeled.Text.IsMessageStart(peeled.At) && Found(window, peeled, peeled.At, ViolationKind.Write, "1555", [], out finding);
            case Null:
                var column = before.TrimEnd(' ');
                if (!column[(column.LastIndexOf(' ') + 1)..].Contains('.')) return false;
                finding = new Finding(null, new RelatedError("UQ902", "19", 1), peeled.ToRaw(peeled.At), peeled.ToRaw(peeled.At + window.Anchor.Length));
                return true;
            case AreNot when before.EndsWith("indexed columns "):
                return Found(window, peeled, peeled.At - "indexed columns ".Length, ViolationKind.IndexBuild, null, [], out finding);
            default:
                var word = window.Anchor == IsNot ? "column " : "columns ";
                var at = before.LastIndexOf(word);
                if (at < 0 || !peeled.Text.IsMessageStart(lineStart + at)) return false;
                var names = before[(at + word.Length)..].Trim();
                if (names.IsEmpty || (word == "column " && names.Contains(' '))) return false;
                return Found(window, peeled, lineStart + at, ViolationKind.Write, null, Columns(names), out finding);
        }
    }

    private static bool Found(TextWindow window, PeeledText peeled, int start, ViolationKind kind, string? code, KeyValue[] key, out Finding finding)
    {
        var end = peeled.ToRaw(peeled.At + window.Anchor.Length);
        var stated = SqliteCodes.Richer(SqliteCodes.Before(window.Text, peeled.ToRaw(start)), SqliteCodes.After(window.Text, ref end));
        var violation = new Violation { Engine = "sqlite", Code = SqliteCodes.Richer(stated, code), Kind = kind, Key = key };
        finding = new Finding(violation, null, peeled.ToRaw(start), end);
        return true;
    }

    private static KeyValue[] Columns(ReadOnlySpan<char> names)
    {
        var key = new KeyValue[names.Count(", ") + 1];
        var i = 0;
        foreach (var range in names.Split(", ")) key[i++] = new KeyValue(names[range].ToString(), null);
        return key;
    }
}
