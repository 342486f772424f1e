using System.Buffers;

namespace Uniquity.Violations.MongoDb;

/// <summary>Tells a refused index build from a refused write by the words around the message.</summary>
internal static class RefusedOperation
{
    private const int Before = 600;
    private const int TraceBefore = 2 * 1024;
    private const int After = 1536;

    private static readonly SearchValues<string> BuildWords = SearchValues.Create(
        [
            "ndex build", "reateIndex", "nsureIndex", "reate_index", "nsure_index", "reating index", "reating unique index",
            "reate index", "reate unique index", "uilding index", "uild index", "system.indexes", "estoring index",
            "reating indexes", "syncIndexes", "prepareUnique", "reate_one_index", "reateOneIndex", "reateManyIndex", "ToIndex exception",
        ],
        StringComparison.Ordinal);

    private static readonly SearchValues<string> WriteWords = SearchValues.Create(
        [
            "writeErrors", "writeError", "WriteError", "write_error", "WriteException", "BulkWrite", "bulkWrite", "insert", "Insert",
            "update", "Update", "upsert", "findAndModify", "find_and_modify", "save", "replaceOne", "write error",
        ],
        StringComparison.Ordinal);

    /// <summary>What a report with the server's sentence is about: a write, unless it says otherwise.</summary>
    /// <param name="text">The window's text.</param>
    /// <param name="start">Where the report begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>The kind.</returns>
    public static ViolationKind OfSentence(ReadOnlySpan<char> text, int start, int end) =>
        SaysBuild(text, start, end) ? ViolationKind.IndexBuild : ViolationKind.Write;

    /// <summary>What a report without the sentence is about.</summary>
    /// <param name="text">The window's text.</param>
    /// <param name="start">Where the report begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>The kind; <see langword="null"/> where the text does not say.</returns>
    public static ViolationKind? OfObject(ReadOnlySpan<char> text, int start, int end)
    {
        if (SaysBuild(text, start, end)) return ViolationKind.IndexBuild;
        var from = LineStart(text, start, Before);
        var to = Math.Min(text.Length, end + 300);
        return text[from..to].ContainsAny(WriteWords) ? ViolationKind.Write : null;
    }

    private static bool SaysBuild(ReadOnlySpan<char> text, int start, int end)
    {
        if (text[LineStart(text, start, Before)..start].ContainsAny(BuildWords)) return true;
        if (text[TraceStart(text, start)..start].ContainsAny(BuildWords)) return true;
        return text[end..TraceEnd(text, end)].ContainsAny(BuildWords) || IsAnswer(text, start);
    }

    /// <summary>In a shell's session the call stands on a line above its answer.</summary>
    private static bool IsAnswer(ReadOnlySpan<char> text, int start)
    {
        var above = text[Math.Max(0, start - Before)..start];
        var call = Math.Max(above.LastIndexOf("reateIndex("), Math.Max(above.LastIndexOf("nsureIndex("), above.LastIndexOf("reateIndexes(")));
        return call >= 0 && !above[call..].ContainsAny(WriteWords) && !above[call..].Contains("E1100", StringComparison.Ordinal);
    }

    private static int LineStart(ReadOnlySpan<char> text, int at, int most)
    {
        var from = Math.Max(0, at - most);
        return from + text[from..at].LastIndexOf('\n') + 1;
    }

    /// <summary>A stack that is printed before its message, as Python does, is made of indented lines.</summary>
    private static int TraceStart(ReadOnlySpan<char> text, int at)
    {
        var start = LineStart(text, at, TraceBefore);
        var floor = Math.Max(0, at - TraceBefore);
        while (start > floor)
        {
            var line = LineStart(text, start - 1, TraceBefore);
            if (line < floor || line >= text.Length || text[line] is not (' ' or '\t' or '>')) break;
            start = line;
        }

        return start;
    }

    /// <summary>The rest of the line and the indented lines below: a stack, or the object's other members.</summary>
    private static int TraceEnd(ReadOnlySpan<char> text, int end)
    {
        var limit = Math.Min(text.Length, end + After);
        var at = end;
        while (at < limit)
        {
            var line = text[at..limit].IndexOf('\n');
            if (line < 0) return limit;
            at += line + 1;
            if (at < limit && text[at] is not (' ' or '\t' or '}' or '\r' or '>')) return at;
        }

        return limit;
    }
}
