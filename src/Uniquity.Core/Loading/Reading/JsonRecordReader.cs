namespace Uniquity.Loading.Reading;

/// <summary>Reads JSON objects: one per line, or the elements of an array (or simply one after the other).</summary>
/// <remarks>MongoDB's Extended JSON, as mongoexport writes it, becomes plain values, unless types are kept.</remarks>
public sealed class JsonRecordReader : IRecordReader
{
    private static readonly System.Buffers.SearchValues<byte> Between = System.Buffers.SearchValues.Create(" \t\r\n,[]"u8);
    private const string NotClosed = "it is not JSON: a quote or a bracket in it is not closed";
    private readonly RecordBuffer buffer;
    private readonly bool lines;
    private readonly bool keepsTypes;
    private bool ended;

    /// <summary>Begins.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="lines">Whether each line is an object.</param>
    /// <param name="keepsTypes">Whether objects stay objects, those of Extended JSON too (<c>{"$oid": …}</c>).</param>
    public JsonRecordReader(Stream stream, bool lines, bool keepsTypes = false) : this(stream, lines, keepsTypes, RecordBuffer.MostBytes)
    {
    }

    /// <summary>Begins a file whose records are no longer than that.</summary>
    internal JsonRecordReader(Stream stream, bool lines, bool keepsTypes, int mostBytes)
    {
        (buffer, this.lines, this.keepsTypes) = (new RecordBuffer(stream, mostBytes), lines, keepsTypes);
        FileStart.Check(buffer, lines ? "ndjson" : "json");
    }

    /// <inheritdoc/>
    public LoadFields Fields { get; } = new();

    /// <inheritdoc/>
    public RecordMemory Memory { get; set; } = new();

    /// <inheritdoc/>
    public LoadRecord? Next() => lines ? NextLine() : NextObject();

    private LoadRecord? NextLine()
    {
        while (true)
        {
            var seen = 0;
            int end;
            while ((end = buffer.Window[seen..].IndexOf((byte)'\n')) < 0)
            {
                seen = buffer.Window.Length;
                if (buffer.IsFull)
                {
                    var record = TooLong();
                    buffer.SkipLine();
                    return record;
                }

                if (!buffer.Fill()) break;
            }

            var length = end < 0 ? buffer.Window.Length : seen + end;
            if (length == 0 && end < 0) return null;
            var text = buffer.Window[..length].Trim(" \t\r"u8);
            var read = text.IsEmpty ? null : JsonFields.Read(buffer.Line, text, Fields, Memory, keepsTypes);
            buffer.Skip(end < 0 ? length : length + 1);
            if (read is not null) return read;
        }
    }

    private LoadRecord? NextObject()
    {
        if (ended || !FindStart(out var garbage)) return null;
        if (garbage is not null) return garbage;
        var column = buffer.Column;
        var scan = new ObjectScan();
        while (!scan.Run(buffer.Window))
        {
            if (buffer.IsFull) return Leave(scan, TooLong());
            if (buffer.Fill()) continue;
            return Broken(column, "the file ends inside it");
        }

        if (scan.IsBroken) return Broken(column, NotClosed);
        var record = JsonFields.Read(buffer.Line, buffer.Window[..scan.Length], Fields, Memory, keepsTypes);
        buffer.Skip(scan.Length);
        return record;
    }

    private LoadRecord Broken(int column, string fault)
    {
        var record = new LoadRecord(buffer.Line, [], fault, Utf8Text.Show(buffer.Window));
        return GoOn(column) is { } left ? record with { Fault = NotClosed, Raw = record.Raw![..Math.Min(record.Raw!.Length, left)].TrimEnd() } : record;
    }

    /// <summary>After an object that has no end: goes to the next line that begins one no further in, as what stands further in may be a part of it.</summary>
    /// <returns>How many bytes were left out; <see langword="null"/> where the file ends before.</returns>
    private int? GoOn(int column)
    {
        var left = 0;
        while (true)
        {
            var end = buffer.Window.IndexOf((byte)'\n');
            left += end < 0 ? buffer.Window.Length : end + 1;
            buffer.Skip(end < 0 ? buffer.Window.Length : end + 1);
            if (end < 0 && !buffer.Fill()) break;
            if (end < 0) continue;
            while (buffer.Window.Length <= column && buffer.Fill())
            {
            }

            var start = buffer.Window.IndexOfAnyExcept(" \t,[}"u8);
            if (start >= 0 && start <= column && buffer.Window[start] == '{') return left;
        }

        ended = true;
        return null;
    }

    /// <summary>Goes to the next object; what is none on the way is a record that cannot be read.</summary>
    private bool FindStart(out LoadRecord? garbage)
    {
        garbage = null;
        while (true)
        {
            var at = buffer.Window.IndexOfAnyExcept(Between);
            buffer.Skip(at < 0 ? buffer.Window.Length : at);
            if (at >= 0) break;
            if (!buffer.Fill()) return false;
        }

        if (buffer.Window[0] == '{') return true;
        int end;
        while ((end = EndOfGarbage(buffer.Window)) < 0 && !buffer.IsFull && buffer.Fill())
        {
        }

        end = end < 0 ? buffer.Window.Length : end;
        garbage = new(buffer.Line, [], "it is not a JSON object", Utf8Text.Show(buffer.Window[..end]));
        buffer.Skip(end);
        return true;
    }

    // A bracket inside a text begins no object.
    private static int EndOfGarbage(ReadOnlySpan<byte> window)
    {
        var at = 0;
        while (window[at..].IndexOfAny((byte)'{', (byte)'\n', (byte)'"') is >= 0 and var found)
        {
            at += found;
            if (window[at] != '"') return at;
            do
            {
                at++;
            }
            while (at < window.Length && window[at] != '\n' && (window[at] != '"' || window[at - 1] == '\\'));
            if (at >= window.Length) return -1;
            if (window[at] == '"') at++;
        }

        return -1;
    }

    private LoadRecord TooLong() => new(buffer.Line, [], buffer.TooLong, Utf8Text.Start(buffer.Window));

    /// <summary>Goes to the end of an object that does not fit: in an array the next one may stand in the same line.</summary>
    private LoadRecord Leave(ObjectScan scan, LoadRecord record)
    {
        do
        {
            buffer.Skip(scan.Leave());
            ended = !buffer.Fill();
        }
        while (!ended && !scan.Run(buffer.Window));
        if (!ended) buffer.Skip(scan.Leave());
        return record;
    }
}
