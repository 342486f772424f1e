using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Uniquity.Loading.Reading;

/// <summary>One row of CSV: where its values stand in the buffer.</summary>
internal sealed class CsvRow(RecordBuffer buffer, byte separator)
{
    private readonly List<Place> places = [];
    private int length;

    /// <summary>How many values there are.</summary>
    public int Count => places.Count;

    /// <summary>The bytes of the row.</summary>
    public ReadOnlySpan<byte> Bytes => buffer.Window[..Math.Min(length, buffer.Window.Length)];

    /// <summary>Finds the values of the next row.</summary>
    public CsvOutcome Read()
    {
        places.Clear();
        length = 0;
        if (buffer.Window.Length == 0 && !buffer.Fill()) return CsvOutcome.End;
        var at = 0;
        while (true)
        {
            var outcome = Peek(at) == '"' ? Quoted(ref at) : Plain(ref at);
            if (outcome == CsvOutcome.AfterQuote) ToLineEnd(ref at);
            length = at;
            if (outcome != CsvOutcome.Row) return outcome;
            var next = Peek(at);
            if (next == separator)
            {
                at++;
                continue;
            }

            // The end of the line, or of the file.
            if (next == '\r' && Peek(at + 1) == '\n') at++;
            if (next >= 0) at++;
            length = at;
            if (places is not [{ Length: 0, Quoted: false }]) return CsvOutcome.Row;
            buffer.Skip(at);
            return CsvOutcome.Empty;
        }
    }

    /// <summary>Goes past the row; where it was broken, past its line.</summary>
    public void Leave(CsvOutcome outcome)
    {
        buffer.Skip(Math.Min(length, buffer.Window.Length));
        if (outcome is CsvOutcome.AfterQuote or CsvOutcome.TooLong) buffer.SkipLine();
    }

    /// <summary>The first value that is not UTF-8; -1 where all are.</summary>
    public int FindForeign() => places.FindIndex(place => !Utf8.IsValid(buffer.Window.Slice(place.Start, place.Length)));

    /// <summary>Copies the values out of the buffer.</summary>
    public void CopyTo(LoadValue[] values, RecordMemory memory)
    {
        var kept = memory.Keep(Bytes);
        for (var at = 0; at < values.Length; at++)
        {
            var place = places[at];
            var value = kept.Slice(place.Start, place.Length);
            if (place.Doubled) value = value[..Single(value.Span)];
            values[at] = place is { Length: 0, Quoted: false } ? LoadValue.Null : new(LoadValueKind.Text, value);
        }
    }

    /// <summary>Makes one quote of each two, where they stand.</summary>
    /// <returns>How long the text is then.</returns>
    private static int Single(Span<byte> text)
    {
        var to = 0;
        for (var from = 0; from < text.Length; to++)
        {
            text[to] = text[from];
            from += text[from] == '"' ? 2 : 1;
        }

        return to;
    }

    private CsvOutcome Plain(ref int at)
    {
        var start = at;
        while (true)
        {
            var found = buffer.Window[at..].IndexOfAny(separator, (byte)'\n', (byte)'\r');
            at = found < 0 ? buffer.Window.Length : at + found;
            if (found >= 0 && buffer.Window[at] == '\r' && Peek(at + 1) is not ('\n' or -1))
            {
                at++;
                continue;
            }

            if (found >= 0) break;
            if (buffer.IsFull) return CsvOutcome.TooLong;
            if (!buffer.Fill()) break;
        }

        places.Add(new(start, at - start, Quoted: false, Doubled: false));
        return CsvOutcome.Row;
    }

    private CsvOutcome Quoted(ref int at)
    {
        var start = ++at;
        var doubled = false;
        while (true)
        {
            var found = buffer.Window[at..].IndexOf((byte)'"');
            at = found < 0 ? buffer.Window.Length : at + found;
            if (found < 0)
            {
                if (buffer.IsFull) return CsvOutcome.TooLong;
                if (!buffer.Fill()) return CsvOutcome.Cut;
            }
            else if (Peek(at + 1) == '"')
            {
                doubled = true;
                at += 2;
            }
            else
            {
                break;
            }
        }

        places.Add(new(start, at - start, Quoted: true, doubled));
        var after = Peek(++at);
        return after < 0 || after == separator || after is '\r' or '\n' ? CsvOutcome.Row : CsvOutcome.AfterQuote;
    }

    // Where the quotes of a line are not as they should be, its values cannot be told; what it holds is kept.
    private void ToLineEnd(ref int at)
    {
        while (Peek(at) >= 0)
        {
            var end = buffer.Window[at..].IndexOf((byte)'\n');
            at = end < 0 ? buffer.Window.Length : at + end;
            if (end >= 0) return;
        }
    }

    /// <summary>The byte at a place; -1 at the end of the file.</summary>
    private int Peek(int at)
    {
        while (at >= buffer.Window.Length)
        {
            if (!buffer.Fill()) return -1;
        }

        return buffer.Window[at];
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(int Start, int Length, bool Quoted, bool Doubled);
}
