using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.MongoDb;

/// <summary>Reads the words of Azure Cosmos DB and of DocumentDB, which are not MongoDB's.</summary>
internal static class CosmosWording
{
    private const string Engine = "cosmosdb";
    private const int Chain = 4 * 1024;

    /// <summary>Reads DocumentDB's sentence: <c>Duplicate key violation on the requested collection: Index 'email_1'</c>.</summary>
    /// <param name="window">The text around the sentence's first word.</param>
    /// <param name="code">The code, where the text states it before the sentence.</param>
    /// <param name="finding">What was read.</param>
    /// <returns>Whether it is a violation.</returns>
    public static bool TryRead(TextWindow window, string? code, out Finding finding)
    {
        finding = default;
        using var peeled = PeeledText.From(window);
        var text = peeled.Text;
        var at = peeled.At;
        if (!WrappedText.TryPass(text, ref at, "duplicatekeyviolationontherequestedcollection")) return false;
        string? index = null;
        var sentence = at;
        if (WrappedText.TryPass(text, ref sentence, ":") && WrappedText.TryPass(text, ref sentence, "index"))
        {
            at = sentence;
            index = Quoted(text, ref at);
            if (index is null) return false;
        }

        var end = Repetition.End(window.Text, peeled.ToRaw(at), text, peeled.At, at, Chain);
        KeyValue[] key = [];
        ErrorMembers.Read(window.Text, peeled.ToRaw(at), 1024, ref code, ref key);
        if (code is null && NodeStack.End(window.Text, peeled.ToRaw(at)) is var past && past > peeled.ToRaw(at)) ErrorMembers.Read(window.Text, past, 1024, ref code, ref key);
        code ??= SaysDuplicateKey(window) || SaysCode(window) || FollowedByCode(window.Text, peeled.ToRaw(at)) ? "11000" : null;
        if (index is null && code is null && !IsError(window)) return false;
        if (index is "<unknown>") index = null;
        if (key.Length == 0 && index is not null) key = IndexName.Fields(index);
        RefusedDocument.Complete(window.Text, end, key);
        finding = new(
            new Violation { Engine = Engine, Code = code, Kind = RefusedOperation.OfSentence(window.Text, window.At, end), Index = index, Key = key, Sent = key.Length == 0 ? RefusedDocument.Fields(window.Text, end) : [] },
            null,
            window.At,
            end);
        return true;
    }

    /// <summary>
    /// Reads the SQL API's 409: <c>Entity with the specified id already exists in the system</c>, <c>Unique index constraint violation</c>.
    /// </summary>
    /// <param name="window">The text around the sentence.</param>
    /// <param name="finding">What was read.</param>
    /// <returns>Whether it is a violation: the same words in prose carry neither a status nor an activity id.</returns>
    public static bool TryReadConflict(TextWindow window, out Finding finding)
    {
        finding = default;
        var text = window.Text;
        var near = text[Math.Max(0, window.At - 400)..Math.Min(text.Length, window.At + 600)];
        var hasStatus = HasStatus(near);
        if (!hasStatus && !near.Contains("Conflict", StringComparison.Ordinal) && !near.Contains("ActivityId", StringComparison.Ordinal)
            && !near.Contains("Microsoft.Azure", StringComparison.Ordinal) && !near.Contains("cosmos", StringComparison.OrdinalIgnoreCase)) return false;
        var end = window.At + window.Anchor.Length;
        finding = new(
            new Violation { Engine = Engine, Code = hasStatus ? "409" : null, Kind = ViolationKind.Write },
            null,
            window.At,
            ConflictEnd(text, end));
        return true;
    }

    private static bool HasStatus(ReadOnlySpan<char> near)
    {
        for (var i = 0; i < near.Length; i++)
        {
            var next = near[i..].IndexOf("409");
            if (next < 0) return false;
            i += next;
            var isAlone = (i == 0 || !char.IsLetterOrDigit(near[i - 1]) && near[i - 1] != '-') && (i + 3 >= near.Length || !char.IsLetterOrDigit(near[i + 3]) && near[i + 3] != '-');
            if (isAlone) return true;
        }

        return false;
    }

    /// <summary>One reply prints its reason twice: as an error and as a message.</summary>
    private static int ConflictEnd(ReadOnlySpan<char> text, int end)
    {
        while (true)
        {
            var rest = text[end..Math.Min(text.Length, end + 600)];
            var next = -1;
            foreach (var anchor in Conflicts)
            {
                var found = rest.IndexOf(anchor);
                if (found >= 0 && (next < 0 || found + anchor.Length > next)) next = found + anchor.Length;
            }

            if (next < 0 || Surroundings.HasNewEntry(rest[..next])) return end;
            end += next;
        }
    }

    /// <summary>The anchors of <see cref="TryReadConflict"/>.</summary>
    public static readonly string[] Conflicts =
    [
        "Entity with the specified id already exists",
        "Resource with specified id or name already exists",
        "Resource with specified id, name, or unique index already exists",
        "nique index constraint violation",
    ];

    private static string? Quoted(ReadOnlySpan<char> text, ref int at)
    {
        WrappedText.SkipBlank(text, ref at);
        if (at >= text.Length || text[at] is not ('\'' or '"')) return null;
        var quote = text[at];
        var rest = text[(at + 1)..Math.Min(text.Length, at + 300)];
        var end = rest.IndexOf(quote);
        if (end <= 0) return null;
        at += end + 2;
        return WrappedText.Unwrap(rest[..end]);
    }

    private static bool SaysDuplicateKey(TextWindow window) =>
        window.Text[Math.Max(0, window.At - 60)..window.At].Contains("DuplicateKey]", StringComparison.Ordinal);

    /// <summary>A log may put the code first, on the same line: <c>code 11000 MongoServerError: …</c>, <c>[11000]</c>.</summary>
    private static bool SaysCode(TextWindow window)
    {
        var before = window.Text[Math.Max(0, window.At - 60)..window.At];
        before = before[(before.LastIndexOf('\n') + 1)..];
        var at = before.LastIndexOf("11000");
        return at >= 0 && (at == 0 || !char.IsLetterOrDigit(before[at - 1])) && (at + 5 >= before.Length || !char.IsLetterOrDigit(before[at + 5]));
    }

    /// <summary>A template may put it last: <c>${error} (${error.code})</c>.</summary>
    private static bool FollowedByCode(ReadOnlySpan<char> text, int end)
    {
        var after = text[Math.Min(end, text.Length)..Math.Min(text.Length, end + 16)].TrimStart(" .,:;\"'\\");
        return after.StartsWith("(11000)") || after.StartsWith("[11000]");
    }

    private static bool IsError(TextWindow window)
    {
        var before = window.Text[Math.Max(0, window.At - 60)..window.At].TrimEnd();
        return before.EndsWith("Error:") || before.EndsWith("Exception:") || before.EndsWith("through error:");
    }
}
