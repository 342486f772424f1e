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
    /// <param name="start">Where the first print begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="message">The message, its escapes removed.</param>
    /// <param name="most">How far apart two prints may stand.</param>
    /// <returns>Where the last one ends.</returns>
    public static int End(ReadOnlySpan<char> text, int start, int end, ReadOnlySpan<char> message, int most)
    {
        var floor = Math.Max(0, start - LongestLead);
        var lead = text[(floor + text[floor..start].LastIndexOf('\n') + 1)..start];
        while (true)
        {
            var gap = text[end..Math.Min(text.Length, end + most)].IndexOfAny(Beginnings);
            if (gap < 0 || !Surroundings.Repeats(lead, text.Slice(end, gap))) return end;
            using var peeled = PeeledText.From(new(text, end + gap, "E11000"));
            if (!peeled.Text[peeled.At..].StartsWith(message)) return end;
            end = peeled.ToRaw(peeled.At + message.Length);
        }
    }
}
