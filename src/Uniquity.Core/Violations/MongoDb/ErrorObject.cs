using System.Buffers;
using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.MongoDb;

/// <summary>Reads a report that states the code, or its name, without the server's sentence.</summary>
internal static class ErrorObject
{
    private const int Behind = 4 * 1024;
    private const int Ahead = 3 * 1024;
    private const int Near = 600;

    private static readonly SearchValues<string> Sentences =
        SearchValues.Create(["E11000", "E11001", "duplicate key error", "Duplicate key violation on"], StringComparison.Ordinal);

    private static readonly SearchValues<string> Proofs = SearchValues.Create(
        ["keyPattern", "keyValue", "codeName", "errmsg", "errMsg", "writeErrors", "key_pattern", "key_value"],
        StringComparison.Ordinal);

    private static readonly SearchValues<string> Hints = SearchValues.Create(
        ["Mongo", "mongo", "uplicate", "E11000", "WriteError", "BulkWrite", "driver: true", "\"driver\":true", "getLastError", "lastErrorObject"],
        StringComparison.Ordinal);

    /// <summary>Reads the report around a code or a code's name.</summary>
    /// <param name="window">The text around it.</param>
    /// <param name="finding">What was read.</param>
    /// <returns>Whether it is a violation of its own: neither a number in prose, nor part of one that stands before.</returns>
    public static bool TryRead(TextWindow window, out Finding finding)
    {
        finding = default;
        if (!MayBeMember(window)) return false;
        using var peeled = PeeledText.From(window);
        if (peeled.Depth == 0) return TryReadPlain(window, out finding);
        if (!TryReadPlain(new(peeled.Text, peeled.At, window.Anchor), out finding)) return TryReadPlain(window, out finding);
        finding = finding with { Start = peeled.ToRaw(finding.Start), End = peeled.ToRaw(finding.End) };
        return true;
    }

    /// <summary>Spares most numbers a closer look.</summary>
    private static bool MayBeMember(TextWindow window)
    {
        if (window.Anchor == "DuplicateKey") return true;
        var before = window.Text[Math.Max(0, window.At - 48)..window.At];
        return before.Contains("ode", StringComparison.Ordinal) || before.Contains("ODE", StringComparison.Ordinal);
    }

    private static bool TryReadPlain(TextWindow window, out Finding finding)
    {
        finding = default;
        var text = window.Text;
        var at = window.At;
        var isName = window.Anchor == "DuplicateKey";
        var nameAt = at;
        if (isName ? !IsCodeName(text, at) : !ErrorCode.IsMember(text, at, out nameAt)) return false;
        var code = isName || text[at + 4] == '0' ? "11000" : "11001";
        var end = at + window.Anchor.Length;
        if (TryReadSentence(text, at, end, code, out finding)) return true;

        var ahead = ObjectEnd(text, PastWrapper(text, nameAt, at, end));
        var behind = ObjectStart(text, nameAt);
        var key = Key(text, behind, ahead);
        if (FollowsSentence(text, at, key)) return false;
        if (!IsProven(text, nameAt, behind, ahead, isName)) return false;
        Place(text, at, out var database, out var collection);
        finding = new(
            new Violation
            {
                Engine = "mongodb",
                Code = code,
                Kind = RefusedOperation.OfObject(text, behind, ahead),
                Database = database,
                Table = collection,
                Index = null,
                Key = key,
            },
            null,
            ReportStart(text, behind),
            Math.Max(end, ahead))
        {
            FieldsOnly = true,
        };
        return true;
    }

    /// <summary>The object's message, which stands after its code: they are one report.</summary>
    private static bool TryReadSentence(ReadOnlySpan<char> text, int at, int end, string code, out Finding finding)
    {
        finding = default;
        var gap = text[end..Math.Min(text.Length, end + Ahead)].IndexOfAny(Sentences);
        if (gap < 0 || Surroundings.LeavesObject(text.Slice(end, gap)) || Surroundings.HasNewEntry(text.Slice(end, gap))) return false;
        var sentence = new TextWindow(text, end + gap, "E11000");
        if (text[end + gap] == 'D' ? !CosmosWording.TryRead(sentence, code, out finding) : !DuplicateKeyReport.TryRead(sentence, code, out finding)) return false;
        finding = finding with { Start = at };
        return true;
    }

    private static KeyValue[] Key(ReadOnlySpan<char> text, int from, int to)
    {
        var key = ErrorMembers.Document(text, from, to, "keyValue");
        if (key.Length == 0) key = ErrorMembers.Document(text, from, to, "key_value");
        if (key.Length == 0) key = ErrorMembers.Names(ErrorMembers.Document(text, from, to, "keyPattern"));
        if (key.Length == 0) key = ErrorMembers.Names(ErrorMembers.Document(text, from, to, "key_pattern"));
        return key;
    }

    /// <summary>
    /// A driver prints the message first and the reply's members, code included, below its stack: those are no second violation.
    /// </summary>
    private static bool FollowsSentence(ReadOnlySpan<char> text, int at, KeyValue[] key)
    {
        var before = text[Math.Max(0, at - Behind)..at];
        var sentence = before.LastIndexOf("E1100");
        if (sentence < 0) sentence = before.LastIndexOf("duplicate key error");
        if (sentence < 0) sentence = before.LastIndexOf("Duplicate key violation on");
        if (sentence < 0) return false;
        if (key.Length == 0 || key[0].IsNull || key[0].Value is not { } value) return true;
        var told = before[sentence..];
        var line = told.IndexOf('\n');
        if (line >= 0) told = told[..line];
        return !told.Contains("dup key", StringComparison.Ordinal) || told.Contains(value, StringComparison.Ordinal);
    }

    private static bool IsProven(ReadOnlySpan<char> text, int nameAt, int behind, int ahead, bool isName)
    {
        var region = text[behind..ahead];
        if (isName || region.ContainsAny(Proofs)) return true;

        // A label (code="11000") is counted by a metric more often than it is part of an error.
        if (region.Contains("=\"1100", StringComparison.Ordinal)) return false;
        var before = text[..nameAt].TrimEnd();
        if (before.Length > 0 && before[^1] is not ('{' or ',' or '[' or '(' or ';' or '|') && !text[before.Length..nameAt].Contains('\n')) return false;
        return text[Math.Max(0, nameAt - Near)..Math.Min(text.Length, ahead + Near)].ContainsAny(Hints);
    }

    private static bool IsCodeName(ReadOnlySpan<char> text, int at)
    {
        var end = at + "DuplicateKey".Length;
        if (at == 0 || end >= text.Length) return false;
        if (char.IsLetterOrDigit(text[end]) || text[end] == '_' || char.IsLetterOrDigit(text[at - 1])) return false;
        var before = text[Math.Max(0, at - 40)..at];
        var name = before.TrimEnd(" \\\"'`:=>(");
        if (name.Length < before.Length
            && (name.EndsWith("codeName") || name.EndsWith("errName") || name.EndsWith("Category") || name.EndsWith("code_name") || name.EndsWith("code_name: Some"))) return true;
        if (before.EndsWith("Error[")) return true;
        return (before.EndsWith("11000 (") || before.EndsWith("11000:") || before.EndsWith("11000, ")) && text[end] is ')' or ']' or ':' or ',';
    }

    /// <summary>Extended JSON wraps the number in an object of its own.</summary>
    private static int PastWrapper(ReadOnlySpan<char> text, int nameAt, int at, int end)
    {
        if (!text[nameAt..at].Contains('{')) return end;
        var brace = text[end..Math.Min(text.Length, end + 20)].IndexOf('}');
        return brace < 0 ? end : end + brace + 1;
    }

    /// <summary>Where the object begins that holds the code, as far as the brackets before it tell.</summary>
    private static int ObjectStart(ReadOnlySpan<char> text, int at)
    {
        var depth = 0;
        var floor = Math.Max(0, at - Near * 2);
        for (var i = at - 1; i >= floor; i--)
        {
            if (text[i] is '}' or ']') depth++;
            else if (text[i] is '{' or '[' && depth-- == 0) return text[i] == '{' ? i : at;
        }

        return LineStart(text, at);
    }

    /// <summary>Where the report begins: the line of the error's class, above its stack and the object's indented lines.</summary>
    private static int ReportStart(ReadOnlySpan<char> text, int objectStart)
    {
        var floor = Math.Max(0, objectStart - Behind);
        var line = LineStart(text, objectStart);
        while (line > floor && text[line] is ' ' or '\t') line = LineStart(text, line - 1);
        return Math.Max(0, line);
    }

    private static int LineStart(ReadOnlySpan<char> text, int at)
    {
        var from = Math.Max(0, at - Near);
        return from + text[from..at].LastIndexOf('\n') + 1;
    }

    private static int ObjectEnd(ReadOnlySpan<char> text, int at)
    {
        var depth = 0;
        var limit = Math.Min(text.Length, at + Ahead);
        for (var i = at; i < limit; i++)
        {
            var next = text[i..limit].IndexOfAny("{}[]\n");
            if (next < 0) return limit;
            i += next;
            if (text[i] == '\n')
            {
                if (depth == 0 && Surroundings.HasNewEntry(text[i..Math.Min(limit, i + 3)])) return i;
            }
            else if (text[i] is '{' or '[')
            {
                depth++;
            }
            else if (depth-- == 0)
            {
                return i + 1;
            }
        }

        return limit;
    }

    /// <summary>The namespace of the server's log entry, which stands on the same line.</summary>
    private static void Place(ReadOnlySpan<char> text, int at, out string? database, out string? collection)
    {
        database = collection = null;
        var start = Math.Max(0, at - Behind);
        var line = start + text[start..at].LastIndexOf('\n') + 1;
        foreach (var name in (ReadOnlySpan<string>)["\"ns\":\"", "\"namespace\":\"", "ns: '", "namespace: '"])
        {
            var found = text[line..at].LastIndexOf(name);
            if (found < 0) continue;
            var value = text[(line + found + name.Length)..];
            var end = value[..Math.Min(value.Length, 300)].IndexOfAny("\"'\\");
            if (end > 0 && CollectionName.TrySplit(value[..end], out database, out collection)) return;
        }
    }
}
