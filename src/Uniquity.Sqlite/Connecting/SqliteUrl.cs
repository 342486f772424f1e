using Uniquity.Targets;

namespace Uniquity.Sqlite.Connecting;

/// <summary>Reads <c>sqlite:PATH</c>.</summary>
internal static class SqliteUrl
{
    private static readonly string[] Schemes = ["sqlite:", "sqlite3:"];

    /// <summary>The path that a target names.</summary>
    /// <param name="url">As typed.</param>
    /// <param name="exists">Whether a file is there; decides between readings.</param>
    public static string ToPath(string url, Func<string, bool> exists)
    {
        var scheme = Array.Find(Schemes, s => url.StartsWith(s, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"'{url}' is not a SQLite target: write sqlite:PATH, such as sqlite:shop.db");
        var typed = url[scheme.Length..];
        if (typed.Length == 0) throw new UsageException("sqlite: names no file: write sqlite:PATH, such as sqlite:shop.db");
        if (IsMemory(typed))
        {
            throw new UsageException("a SQLite database in memory belongs to the process that made it, so no other can read it: " +
                "write it to a file (VACUUM INTO 'copy.db') and give sqlite:copy.db");
        }

        var readings = Readings(typed).ToList();
        return readings.Find(path => exists(path)) ?? Readings(WithoutOptions(Uri.UnescapeDataString(typed))).First();
    }

    private static bool IsMemory(string typed)
    {
        var name = typed.TrimStart('/');
        return name.StartsWith(":memory:", StringComparison.OrdinalIgnoreCase)
            || name.Contains("mode=memory", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The paths that the text can mean; where several exist, the first is taken.</summary>
    private static IEnumerable<string> Readings(string typed)
    {
        var decoded = Uri.UnescapeDataString(typed);
        foreach (var text in Distinct(typed, decoded, WithoutOptions(typed), WithoutOptions(decoded)))
        {
            if (!text.StartsWith("//", StringComparison.Ordinal))
            {
                yield return text;
                continue;
            }

            // sqlite://x, sqlite:///x (an absolute URL, or relative as SQLAlchemy means it), sqlite:////x.
            var path = text[2..];
            yield return path.StartsWith("//", StringComparison.Ordinal) ? path[1..] : path;
            if (path.Length > 1 && path[0] == '/') yield return path[1..];
        }
    }

    private static IEnumerable<string> Distinct(params string[] texts) => texts.Distinct(StringComparer.Ordinal);

    /// <summary>The text without <c>?mode=ro</c> and the like; Uniquity always opens read-only, so nothing is lost with them.</summary>
    private static string WithoutOptions(string text)
    {
        var mark = text.LastIndexOf('?');
        return mark > 0 && text.IndexOf('=', mark) > 0 ? text[..mark] : text;
    }
}
