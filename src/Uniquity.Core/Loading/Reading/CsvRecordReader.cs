using System.Text.Unicode;
using Uniquity.Targets;

namespace Uniquity.Loading.Reading;

/// <summary>Reads CSV with a header, by RFC 4180.</summary>
/// <remarks>
/// An empty value without quotes is null, with quotes the empty text, as in PostgreSQL's COPY. Quotes count only at the start of a
/// value. Tabs or semicolons separate where the header has those and no comma. An empty line is no record.
/// </remarks>
public sealed class CsvRecordReader : IRecordReader
{
    private readonly RecordBuffer buffer;
    private readonly CsvRow row;
    private readonly int columns;

    /// <summary>Reads the header.</summary>
    /// <exception cref="UsageException">There is none, or it names a column twice.</exception>
    public CsvRecordReader(Stream stream) : this(stream, RecordBuffer.MostBytes)
    {
    }

    /// <summary>Reads the header of a file whose records are no longer than that.</summary>
    internal CsvRecordReader(Stream stream, int mostBytes)
    {
        buffer = new RecordBuffer(stream, mostBytes);
        FileStart.Check(buffer, "csv");
        row = new CsvRow(buffer, HeaderSeparator.Find(buffer));
        var header = Next() ?? throw new UsageException("the file is empty: its first line must name the columns");
        if (header.Fault is { } fault) throw new UsageException($"line {header.Line}, the header, cannot be read: {fault}");
        foreach (var value in header.Values)
        {
            var before = Fields.Count;
            var name = (value.Text ?? "").Trim();
            if (Fields.Number(name) != before) throw new UsageException(name.Length == 0 ? "the header has two columns without a name: give each a name in the file's first line, and leave out with --map NAME= what has no column" : $"the header names {name} twice: rename one of them in the file's first line");
        }

        columns = header.Values.Length;
    }

    /// <inheritdoc/>
    public LoadFields Fields { get; } = new();

    /// <inheritdoc/>
    public RecordMemory Memory { get; set; } = new();

    /// <inheritdoc/>
    public LoadRecord? Next()
    {
        var line = buffer.Line;
        var outcome = row.Read();
        while (outcome == CsvOutcome.Empty)
        {
            line = buffer.Line;
            outcome = row.Read();
        }

        if (outcome == CsvOutcome.End) return null;
        var record = Record(line, outcome);
        row.Leave(outcome);
        return record;
    }

    private LoadRecord Record(long line, CsvOutcome outcome)
    {
        LoadRecord Faulty(string fault) => new(line, [], fault, Utf8Text.Show(row.Bytes));
        if (outcome == CsvOutcome.TooLong) return new(line, [], buffer.TooLong, Utf8Text.Start(row.Bytes));
        if (outcome == CsvOutcome.Cut) return Faulty("the file ends inside a quoted value");
        if (outcome == CsvOutcome.AfterQuote) return Faulty("there is text after a closing quote");
        if (columns > 0 && row.Count != columns) return Faulty($"it has {row.Count} values, the header {columns}");
        if (!Utf8.IsValid(row.Bytes) && row.FindForeign() is >= 0 and var foreign) return Faulty($"value {foreign + 1} is not UTF-8");
        var values = Memory.Values(row.Count);
        row.CopyTo(values, Memory);
        return new(line, values);
    }
}
