namespace Uniquity.Violations.MongoDb;

/// <summary>Tells the error code 11000 from every other number that looks like it.</summary>
internal static class ErrorCode
{
    private static readonly string[] Wrappers = ["NumberInt(", "NumberLong(", "Int32(", "int(", "i32("];

    private const string ExtendedJson = "$numberInt";

    private static readonly string[] Names =
        ["code", "errorcode", "errcode", "error_code", "err_code", "mongocode", "mongo_code", "mongoerrorcode", "servererrorcode", "mongodbcode"];

    /// <summary>Whether a member called a code holds the number at a place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the number begins.</param>
    /// <param name="nameAt">Where the member's name begins, its quotes included.</param>
    /// <returns>Whether it does: <c>code: 11000</c>, <c>"code" : NumberInt(11000)</c>, <c>['code'] => 11000</c>; never a comparison.</returns>
    public static bool IsMember(ReadOnlySpan<char> text, int at, out int nameAt)
    {
        nameAt = at;
        if (!IsWhole(text, at)) return false;
        var i = at;
        WrappedText.SkipColourBack(text, ref i);
        i = QuoteMarks.TrimEnd(text[..i]).Length;
        foreach (var wrapper in Wrappers)
        {
            if (text[..i].EndsWith(wrapper)) i -= wrapper.Length;
        }

        var separator = BeforeSeparator(text, i);
        if (separator < 0) return false;
        var extended = QuoteMarks.TrimEnd(text[..separator]).Length;
        if (text[..extended].EndsWith(ExtendedJson))
        {
            extended = QuoteMarks.TrimEnd(text[..(extended - ExtendedJson.Length)]).TrimEnd(" {").Length;
            separator = BeforeSeparator(text, extended);
        }

        return Named(text, separator, ref nameAt);
    }

    /// <summary>Whether the number stands by itself, so that it is not part of another number or word.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the number begins.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsWhole(ReadOnlySpan<char> text, int at)
    {
        var before = at;
        WrappedText.SkipColourBack(text, ref before);
        if (before == at && at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or '_' or '-' or '$' or '#')) return false;
        var after = at + 5;
        if (after >= text.Length) return after == text.Length;
        if (char.IsLetterOrDigit(text[after]) || text[after] is '_' or '-' or '%') return false;
        return text[after] != '.' || after + 1 >= text.Length || !char.IsAsciiDigit(text[after + 1]) || text[after + 1] == '0';
    }

    /// <summary>The index past which a member's separator stands; -1 where there is none, or where it compares.</summary>
    private static int BeforeSeparator(ReadOnlySpan<char> text, int i)
    {
        i = QuoteMarks.TrimEnd(text[..i].TrimEnd(" \t\r\n(")).Length;
        if (i >= 2 && text[i - 2] == '=' && text[i - 1] == '>') return i - 2;
        if (i < 1 || text[i - 1] is not (':' or '=')) return -1;
        var isComparison = text[i - 1] == '=' && i >= 2 && text[i - 2] is '=' or '!' or '<' or '>';
        return isComparison ? -1 : i - 1;
    }

    private static bool Named(ReadOnlySpan<char> text, int i, ref int nameAt)
    {
        if (i < 0) return false;
        i = QuoteMarks.TrimEnd(text[..i].TrimEnd(" \t])")).Length;
        SkipBack(text, ref i, "])");
        i = QuoteMarks.TrimEnd(text[..i]).Length;
        var end = i;
        while (i > 0 && (char.IsAsciiLetterOrDigit(text[i - 1]) || text[i - 1] == '_') && end - i < 20) i--;
        var name = text[i..end];
        foreach (var known in Names)
        {
            if (!name.Equals(known, StringComparison.OrdinalIgnoreCase)) continue;
            nameAt = QuoteMarks.TrimEnd(text[..i].TrimEnd("[")) is var before && text[before.Length..i].ContainsAny("\"'`\\&") ? before.Length : i;
            return true;
        }

        return false;
    }

    private static void SkipBack(ReadOnlySpan<char> text, ref int i, ReadOnlySpan<char> characters)
    {
        while (i > 0 && characters.Contains(text[i - 1])) i--;
    }
}
