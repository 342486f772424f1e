using System.Globalization;
using CsvHelper;
using Uniquity.Duplicates;
using Uniquity.Indexes;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>A line of CSV (RFC 4180) per group: the key's parts, how many rows, their ids parted by spaces.</summary>
/// <remarks>As PostgreSQL's COPY writes it, null is an empty field and an empty text a quoted one: the two stay apart.</remarks>
internal sealed class CsvGroups : IGroupWriter
{
    private readonly CsvWriter _csv;

    /// <summary>Writes the heads.</summary>
    public CsvGroups(TextWriter text, IReadOnlyList<KeyPart> key)
    {
        _csv = CsvWriter.Create(text, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        foreach (var part in key) _csv.WriteField(part.Part);
        _csv.WriteField("rows");
        _csv.WriteField("ids");
        _csv.EndRecord();
    }

    /// <inheritdoc/>
    public void Write(DuplicateGroup group)
    {
        foreach (var part in group.Key)
        {
            if (part.IsNull || part.Value is null) _csv.WriteField("", CsvQuoting.WhenNeeded);
            else if (part.Value.Length == 0) _csv.WriteField("", CsvQuoting.Always);
            else _csv.WriteField(part.Value);
        }

        _csv.WriteField(group.Count.ToString(CultureInfo.InvariantCulture));
        _csv.WriteField(string.Join(' ', group.Ids));
        _csv.EndRecord();
    }

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();
}
