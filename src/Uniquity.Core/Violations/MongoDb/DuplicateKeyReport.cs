using System.Buffers;
using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.MongoDb;

/// <summary>Reads a report that has the server's sentence.</summary>
internal static class DuplicateKeyReport
{
    /// <summary>How far after a message its repetition (a nested exception, a stack) is looked for.</summary>
    private const int Chain = 12 * 1024;

    /// <summary>How far after a message the object's own members are looked for.</summary>
    private const int Members = 3 * 1024;

    private static readonly SearchValues<char> PlaceholderSigns = SearchValues.Create("<>\\*");

    /// <summary>Reads the report whose sentence begins at the window's anchor.</summary>
    /// <param name="window">The text around the sentence's first word.</param>
    /// <param name="code">The code, where the text states it before the sentence.</param>
    /// <param name="finding">What was read.</param>
    /// <returns>Whether it is a violation; the sentence's bare beginning in prose is none.</returns>
    public static bool TryRead(TextWindow window, string? code, out Finding finding)
    {
        finding = default;
        using var peeled = PeeledText.From(window);
        if (TryRead(window, peeled, code, out finding, out var isWhole))
        {
            if (isWhole || peeled.Depth == 0) return true;

            // A quote inside the value was taken for the end of the string around the message.
            using var outer = PeeledText.From(window, peeled.Depth - 1);
            if (TryRead(window, outer, code, out var wider, out isWhole) && isWhole && !window.Text[window.At..wider.End].Contains('\\')) finding = wider;
            return true;
        }

        return false;
    }

    private static bool TryRead(TextWindow window, PeeledText peeled, string? code, out Finding finding, out bool isWhole)
    {
        finding = default;
        isWhole = false;
        var text = peeled.Text;
        if (!DuplicateKeySentence.TryRead(text, peeled.At, out var sentence)) return false;
        code ??= sentence.Code;
        var key = sentence.KeyAt >= 0 ? Key(text, ref sentence, IsQuoted(text, peeled.At), out isWhole) : [];
        var index = sentence.Index.IsEmpty || IsPlaceholder(sentence.Index) ? null : WrappedText.Unwrap(sentence.Index);
        var hasPlace = CollectionName.TrySplit(sentence.Namespace, out var database, out var collection);
        var end = peeled.ToRaw(sentence.End);
        if (!hasPlace && index is null && key.Length == 0 && !IsBareReport(window.Text, window.At, end)) return false;
        if (index is null && key.Length == 0 && database is null && !IsBareReport(window.Text, window.At, end)) return false;
        if (sentence.KeyAt < 0) isWhole = true;

        end = Repetition.End(window.Text, end, text, peeled.At, sentence.End, Chain);
        if (code is null || NeedsNames(key)) ErrorMembers.Read(window.Text, end, Members, ref code, ref key);
        if (key.Length == 0 && index is not null) key = IndexName.Fields(index);
        RefusedDocument.Complete(window.Text, end, key);
        finding = new(
            new Violation
            {
                Engine = IsCosmosDb(window.Text, end, ref sentence, database) ? "cosmosdb" : "mongodb",
                Code = code,
                Kind = RefusedOperation.OfSentence(window.Text, window.At, end),
                Database = database,
                Table = collection,
                Index = index,
                Key = key,
            },
            null,
            window.At,
            end);
        return true;
    }

    private static KeyValue[] Key(ReadOnlySpan<char> text, ref DuplicateKeySentence sentence, bool isQuoted, out bool isWhole)
    {
        var document = new KeyDocument(text, sentence.KeyAt, isQuoted);
        var parts = KeyParts.Read(ref document);
        isWhole = document.IsClosed;
        sentence.PassKey(document.End);
        return parts;
    }

    private static bool NeedsNames(KeyValue[] key) => key.Length == 0 || key[0].Field is null;

    /// <summary>Whether the message stands between bare double quotes, with bare quotes inside, as C# prints it.</summary>
    private static bool IsQuoted(ReadOnlySpan<char> text, int at)
    {
        var before = text[Math.Max(0, at - 200)..at];
        var quote = before.LastIndexOf('"');
        if (quote < 0 || before[quote..].ContainsAny("\n{}")) return false;
        return before[..quote].TrimEnd() is [.., ':' or '=' or '('];
    }

    /// <summary>A sentence without any fact is a report only where an error class before it and a stack or a code after it say so.</summary>
    private static bool IsBareReport(ReadOnlySpan<char> text, int at, int end)
    {
        if (ErrorMembers.HasCode(text, end, 300)) return true;
        var before = text[Math.Max(0, at - 60)..at].TrimEnd();
        if (before is not [.., ':'] || !(before.EndsWith("Error:") || before.EndsWith("Exception:") || before.EndsWith("]:"))) return false;
        var after = text[end..Math.Min(text.Length, end + 200)];
        var line = after.IndexOf('\n');
        return line >= 0 && after[(line + 1)..].TrimStart() is ['a', 't', ' ', ..];
    }

    /// <summary>A pattern or a format string stands for a name: a log search, source code, documentation.</summary>
    private static bool IsPlaceholder(ReadOnlySpan<char> index) =>
        index.ContainsAny(PlaceholderSigns) || index.Contains("...", StringComparison.Ordinal) || index is "…"
        || index.Contains("%s", StringComparison.Ordinal) || index.Contains("%v", StringComparison.Ordinal) || index.Contains("{}", StringComparison.Ordinal)
        || index.Contains("${", StringComparison.Ordinal) || index.Contains("#{", StringComparison.Ordinal) || index is ['{', ..] or ['(', ..];

    /// <summary>
    /// Azure Cosmos DB has words of its own. Amazon DocumentDB has not, but it prints no key, and the collection without its database.
    /// </summary>
    private static bool IsCosmosDb(ReadOnlySpan<char> text, int end, ref DuplicateKeySentence sentence, string? database)
    {
        if (sentence.IsCosmos) return true;
        if (sentence.KeyAt >= 0 || sentence.Index.IsEmpty) return false;
        return (database is null && !sentence.Namespace.IsEmpty)
            || text[end..Math.Min(text.Length, end + 200)].Contains(".docdb.", StringComparison.Ordinal);
    }
}
