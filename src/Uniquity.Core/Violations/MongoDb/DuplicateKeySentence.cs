namespace Uniquity.Violations.MongoDb;

/// <summary>
/// The sentence of MongoDB, in every version: <c>E11000 duplicate key error collection: shop.users index: email_1 dup key: {
/// email: "x" }</c>, and <c>… index: shop.users.$email_1 dup key: { : "x" }</c> before 3.0.
/// </summary>
internal ref struct DuplicateKeySentence
{
    /// <summary>How far the words of a sentence may stand apart.</summary>
    private const int Longest = 512;

    /// <summary>The server's code, where the sentence begins with it.</summary>
    public string? Code { get; private set; }

    /// <summary>The namespace as printed; empty where there is none.</summary>
    public ReadOnlySpan<char> Namespace { get; private set; }

    /// <summary>The index's name as printed; empty where there is none.</summary>
    public ReadOnlySpan<char> Index { get; private set; }

    /// <summary>Where the key's document begins; -1 where there is none.</summary>
    public int KeyAt { get; private set; }

    /// <summary>Whether this is the wording of Azure Cosmos DB.</summary>
    public bool IsCosmos { get; private set; }

    /// <summary>Just past what was read.</summary>
    public int End { get; private set; }

    /// <summary>Whether the sentence says anything beyond that a key was taken twice.</summary>
    public readonly bool HasFacts => !Namespace.IsEmpty || !Index.IsEmpty || KeyAt >= 0;

    /// <summary>Reads the sentence.</summary>
    /// <param name="text">The text, its escapes removed.</param>
    /// <param name="at">Where the code or the first word stands.</param>
    /// <param name="sentence">What was read.</param>
    /// <returns>Whether a sentence stands there.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, int at, out DuplicateKeySentence sentence)
    {
        sentence = new() { KeyAt = -1 };
        var before = at;
        WrappedText.SkipColourBack(text, ref before);
        if (before == at && at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] == '_')) return false;
        if (text[at..].StartsWith("E1100"))
        {
            if (at + 6 > text.Length || (at + 6 < text.Length && char.IsLetterOrDigit(text[at + 6]))) return false;
            sentence.Code = text[at + 5] switch { '0' => "11000", '1' => "11001", _ => null };
            if (sentence.Code is null) return false;
            at += 6;
            if (at < text.Length && text[at] == ':') at++;
        }

        else
        {
            sentence.Code = CutCode(text[..at]);
        }

        if (!WrappedText.TryPass(text, ref at, "duplicatekey")) return false;
        if (!WrappedText.TryPass(text, ref at, "error") && !WrappedText.TryPass(text, ref at, "onupdate")) return false;
        sentence.End = at;
        sentence.ReadPlace(text, at);
        return true;
    }

    /// <summary>Takes the key's document into the sentence.</summary>
    /// <param name="end">Just past the document.</param>
    public void PassKey(int end) => End = end;

    private void ReadPlace(ReadOnlySpan<char> text, int at)
    {
        SkipSign(text, ref at);
        if (WrappedText.TryPass(text, ref at, "collection:"))
        {
            var end = NamespaceEnd(text, at);
            Namespace = text[at..end].Trim().TrimEnd(",;.");
            End = at = end;
        }

        SkipSign(text, ref at);
        if (WrappedText.TryPass(text, ref at, "failed_idorunique"))
        {
            IsCosmos = true;
            if (!WrappedText.TryPass(text, ref at, "indexconstraint")) WrappedText.TryPass(text, ref at, "keyconstraint");
            End = at;
            return;
        }

        if (WrappedText.TryPass(text, ref at, "index:"))
        {
            var end = IndexEnd(text, at);
            WrappedText.SkipBlank(text, ref at);
            var printed = text[at..Math.Max(at, end)].TrimEnd().TrimEnd(",;.");
            SetIndex(printed);
            End = at + printed.Length;
            at = end;
        }

        SkipSign(text, ref at);
        if (WrappedText.TryPass(text, ref at, "collation:")) PassDocument(text, ref at);
        if (!WrappedText.TryPass(text, ref at, "dupkey")) return;
        WrappedText.TryPass(text, ref at, ":");
        WrappedText.SkipBlank(text, ref at);
        if (at < text.Length && text[at] == '{') KeyAt = at;
        End = at;
    }

    /// <summary>Before 3.0 the index carried the namespace: <c>shop.users.$email_1</c>.</summary>
    private void SetIndex(ReadOnlySpan<char> printed)
    {
        Index = printed;
        var dollar = printed.LastIndexOf(".$");
        if (dollar >= 0 && Namespace.IsEmpty)
        {
            Namespace = printed[..dollar];
            Index = printed[(dollar + 2)..];
        }
        else if (printed is ['$', _, ..])
        {
            Index = printed[1..];
        }
    }

    private static int NamespaceEnd(ReadOnlySpan<char> text, int at)
    {
        WrappedText.SkipBlank(text, ref at);
        var token = at;
        var limit = Math.Min(text.Length, at + Longest);
        for (var i = at; i < limit; i++)
        {
            if (text[i] is '"' or '\'' or '`') return i;
            if (text[i] is '{' or '<' && i > at) return i;
            if (!char.IsWhiteSpace(text[i])) continue;
            if (GoesOn(text, i)) return i;
            var isBreak = text[i] is '\r' or '\n';
            var next = i;
            WrappedText.SkipBlank(text, ref next);

            // A namespace may hold blanks and may be cut by a line break, but only if the sentence goes on after it.
            if (!GoesOnSoon(text, next, isBreak)) return i;
            if (token == at) token = i;
            i = next - 1;
        }

        return token == at ? limit : token;
    }

    private static bool GoesOn(ReadOnlySpan<char> text, int at) =>
        WrappedText.StandsAt(text, at, "index:") || WrappedText.StandsAt(text, at, "failed_idor") || WrappedText.StandsAt(text, at, "dupkey");

    private static bool GoesOnSoon(ReadOnlySpan<char> text, int at, bool isBreak)
    {
        var rest = text[at..Math.Min(text.Length, at + (isBreak ? 200 : 120))];
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] is '\n' && !isBreak) return false;
            if (rest[i] is '"' or '\'' or '{') return false;
            if (char.IsWhiteSpace(rest[i]) && GoesOn(text, at + i)) return true;
        }

        return false;
    }

    private static int IndexEnd(ReadOnlySpan<char> text, int at)
    {
        WrappedText.SkipBlank(text, ref at);
        var limit = Math.Min(text.Length, at + Longest);
        var token = -1;
        for (var i = at; i < limit; i++)
        {
            var isBlank = char.IsWhiteSpace(text[i]);
            if (isBlank && IndexGoesOn(text, i)) return i;
            if (token >= 0 && WrappedText.StandsAt(text, i, "e1100")) return token;
            if (token < 0 && (isBlank || text[i] is ',' or '"' or '\'' or '`' or '{' or '}' or '<')) token = i;
        }

        return token >= 0 ? token : limit;
    }

    private static bool IndexGoesOn(ReadOnlySpan<char> text, int at)
    {
        SkipSign(text, ref at);
        if (!WrappedText.TryPass(text, ref at, "dupkey")) return WrappedText.TryPass(text, ref at, "collation:") && StandsNext(text, at, '{');
        return StandsNext(text, at, ':') || StandsNext(text, at, '{');
    }

    /// <summary>The code that was not found as such: cut in two by a line break (<c>E110⏎00 duplicate key error</c>), or bare.</summary>
    private static string? CutCode(ReadOnlySpan<char> before)
    {
        const string Digits = "E1100";
        before = before.TrimEnd();
        if (before.EndsWith("11000") && ErrorCode.IsWhole(before, before.Length - 5)) return "11000";
        if (before is not [.., '0' or '1']) return null;
        var code = before[^1] == '0' ? "11000" : "11001";
        before = before[..^1];
        for (var i = Digits.Length - 1; i >= 0; i--)
        {
            before = before.TrimEnd();
            if (before.IsEmpty || before[^1] != Digits[i]) return null;
            before = before[..^1];
        }

        return code;
    }

    private static bool StandsNext(ReadOnlySpan<char> text, int at, char character)
    {
        WrappedText.SkipBlank(text, ref at);
        return at >= text.Length || text[at] == character;
    }

    private static void SkipSign(ReadOnlySpan<char> text, ref int at)
    {
        WrappedText.SkipBlank(text, ref at);
        while (at < text.Length && text[at] is ',' or '.' or ';') at++;
        WrappedText.SkipBlank(text, ref at);
    }

    private static void PassDocument(ReadOnlySpan<char> text, ref int at)
    {
        WrappedText.SkipBlank(text, ref at);
        if (at < text.Length && text[at] == '{')
        {
            var document = new KeyDocument(text, at);
            while (document.MoveNext()) { }
            if (document.IsClosed) at = document.End;
        }
    }
}
