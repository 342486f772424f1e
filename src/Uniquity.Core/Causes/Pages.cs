using System.Reflection;

namespace Uniquity.Causes;

/// <summary>The pages of docs/causes, docs/codes and docs/questions, embedded in this assembly.</summary>
/// <remarks>Safe for concurrent use. Nothing is read until a page is asked for.</remarks>
public static class Pages
{
    private const string KeywordsMark = "<!-- keywords:";
    private static readonly Assembly Home = typeof(Pages).Assembly;

    /// <summary>The page for a code as people write it: <c>UQ104</c>, <c>23505</c>, <c>E11000</c>, <c>P2002</c>-like codes excepted, in any case.</summary>
    /// <returns><see langword="null"/> where there is none.</returns>
    public static Page? Find(string code)
    {
        var id = Alias(code.Trim());
        return Read($"causes/{id}.md", id) ?? Read($"codes/{id}.md", id);
    }

    /// <summary>The page that answers a question put in words: <c>does ON CONFLICT lock the table?</c></summary>
    /// <returns><see langword="null"/> where no question shares enough words with it.</returns>
    public static Page? Answer(string question)
    {
        var asked = Words(question);
        if (asked.Count == 0) return null;

        (Page? Page, double Score) best = default;
        foreach (var page in Questions())
        {
            // The heading's words count double: they are the question; keywords are other ways of putting it.
            var score = (2.0 * Shared(asked, Words(page.Title)) + Shared(asked, Words(Keywords(page.Markdown)))) / asked.Count;
            if (score > best.Score) best = (page, score);
        }

        return best.Score >= 1.0 ? best.Page : null;
    }

    /// <summary>The questions that everyone asks, in their order.</summary>
    public static IEnumerable<Page> Questions() => All("questions/");

    /// <summary>The pages of engine codes.</summary>
    public static IEnumerable<Page> Codes() => All("codes/");

    /// <summary>The pages of causes.</summary>
    public static IEnumerable<Page> CausePages() => All("causes/");

    private static IEnumerable<Page> All(string folder) =>
        Home.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(name, name[folder.Length..^".md".Length])!);

    private static string Alias(string code) => code.ToUpperInvariant() switch
    {
        "E11000" or "11001" or "E11001" or "DUPLICATEKEY" => "11000",
        "SQLITE_CONSTRAINT_UNIQUE" => "2067",
        "SQLITE_CONSTRAINT_PRIMARYKEY" => "1555",
        "WRITECONFLICT" => "112",
        "UNIQUE_VIOLATION" => "23505",
        "FOREIGN_KEY_VIOLATION" => "23503",
        "NOT_NULL_VIOLATION" => "23502",
        "CHECK_VIOLATION" => "23514",
        "EXCLUSION_VIOLATION" => "23P01",
        "08006" or "ECONNREFUSED" => "08001",
        "ORA-1" => "ORA-00001",
        var other => other,
    };

    private static Page? Read(string resource, string id)
    {
        using var stream = Home.GetManifestResourceStream(resource);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var heading = (end < 0 ? text : text[..end]).TrimStart('#', ' ').TrimEnd();
        return new Page(id, heading, text);
    }

    private static string Keywords(string markdown)
    {
        var start = markdown.IndexOf(KeywordsMark, StringComparison.Ordinal);
        if (start < 0) return "";
        var end = markdown.IndexOf("-->", start, StringComparison.Ordinal);
        return end < 0 ? "" : markdown[(start + KeywordsMark.Length)..end];
    }

    private static int Shared(HashSet<string> asked, HashSet<string> offered) => asked.Count(offered.Contains);

    private static HashSet<string> Words(string text)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var word in text.Split([' ', ',', '.', '?', '!', ':', ';', '"', '\'', '`', '(', ')', '/', '-', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Stop.Contains(word)) words.Add(word);
        }

        return words;
    }

    private static readonly HashSet<string> Stop = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "an", "the", "is", "it", "of", "or", "and", "to", "in", "on", "do", "does", "can", "my", "i", "what", "which", "why", "was", "be",
    };
}
