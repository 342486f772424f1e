using SQLitePCL;
using Uniquity.Sqlite.Connecting;

namespace Uniquity.Sqlite.Sql;

/// <summary>The one place where names are quoted for SQLite, and unquoted.</summary>
internal static class SqliteName
{
    private static readonly Lazy<HashSet<string>> Keywords = new(ReadKeywords);

    /// <summary>A name as it stands in a statement: bare where SQLite reads it as a name anyway, else in double quotes.</summary>
    public static string Quote(string name) => IsPlain(name) ? name : Always(name);

    /// <summary>A name in double quotes, with those inside it doubled.</summary>
    public static string Always(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A quoted name without its quotes; any other text as it is.</summary>
    public static string Unquote(string text)
    {
        if (text.Length < 2) return text;
        var inside = text[1..^1];
        return (text[0], text[^1]) switch
        {
            ('"', '"') => inside.Replace("\"\"", "\"", StringComparison.Ordinal),
            ('`', '`') => inside.Replace("``", "`", StringComparison.Ordinal),
            ('\'', '\'') => inside.Replace("''", "'", StringComparison.Ordinal),
            ('[', ']') => inside,
            _ => text,
        };
    }

    /// <summary>Whether two names are one to SQLite: equal but for the case of ASCII letters.</summary>
    /// <remarks>https://www.sqlite.org/faq.html#q18: only ASCII letters have case.</remarks>
    public static bool Same(string left, string right) => string.Equals(Fold(left), Fold(right), StringComparison.Ordinal);

    /// <summary>A name in the form in which SQLite compares names.</summary>
    public static string Fold(string name) =>
        string.Create(name.Length, name, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsAsciiLetterUpper(text[i]) ? (char)(text[i] | 0x20) : text[i];
        });

    private static bool IsPlain(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        }

        return !Keywords.Value.Contains(name);
    }

    private static HashSet<string> ReadKeywords()
    {
        NativeLibraryChoice.Make();

        // Words that newer versions reserve stand here, so that a statement also runs in a newer shell than this library.
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "RETURNING", "MATERIALIZED", "WITHIN", "GENERATED", "ALWAYS" };
        for (var i = 0; i < raw.sqlite3_keyword_count(); i++)
        {
            if (raw.sqlite3_keyword_name(i, out var word) == raw.SQLITE_OK) words.Add(word);
        }

        return words;
    }
}
