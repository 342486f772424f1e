using System.Buffers;
using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.MongoDb;

/// <summary>One report often prints its message several times: message, stack, cause, the server's reply.</summary>
internal static class Repetition
{
    private const int LongestLead = 300;

    private static readonly SearchValues<string> Beginnings = SearchValues.Create(["E11000", "E11001", "Duplicate key violation on"], StringComparison.Ordinal);

    /// <summary>Finds where the last print of the message inside the report ends.</summary>
    /// <param name="text">The window's text.</param>
    /// <param name="end">Where the first print ends in it.</param>
    /// <param name="peeled">The text of the first print, its escapes removed.</param>
    /// <param name="from">Where the message begins in that.</param>
    /// <param name="to">Where it ends in that.</param>
    /// <param name="most">How far apart two prints may stand.</param>
    /// <returns>Where the last one ends.</returns>
    public static int End(ReadOnlySpan<char> text, int end, ReadOnlySpan<char> peeled, int from, int to, int most)
    {
        var message = peeled[from..to];
        var floor = Math.Max(0, from - LongestLead);
        var lead = peeled[(floor + peeled[floor..from].LastIndexOf('\n') + 1)..from];
        while (true)
        {
            var gap = text[end..Math.Min(text.Length, end + most)].IndexOfAny(Beginnings);
            if (gap < 0 || !Surroundings.Repeats(lead, text.Slice(end, gap))) return end;
            using var next = PeeledText.From(new(text, end + gap, "E11000"));
            if (!next.Text[next.At..].StartsWith(message)) return end;
            end = next.ToRaw(next.At + message.Length);
        }
    }
}
