using System.Text.Json;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Statements;

/// <summary>Words remedies as mongosh runs them.</summary>
internal sealed class MongoStatements : IStatementWriter
{
    private const string Language = "mongosh";

    /// <inheritdoc/>
    public string Table(TableName table) => ShellWriter.Collection(table.Name);

    /// <inheritdoc/>
    public string Part(KeyPart part) => part.Part;

    /// <inheritdoc/>
    /// <remarks>A name that a list would tear apart, or that reads as an expression, needs the form of a document.</remarks>
    public string KeyArgument(IReadOnlyList<KeyPart> key) => key.All(part => part.Part.Trim() == part.Part && !part.Part.AsSpan().ContainsAny(",({"))
        ? string.Join(',', key.Select(part => part.Part))
        : $"{{ {string.Join(", ", key.Select(part => $"{Name(part.Part)}: {(part.Descending ? -1 : 1)}"))} }}";

    /// <inheritdoc/>
    public string TableArgument(TableName table) => table.Name;

    /// <inheritdoc/>
    /// <remarks>A partial index takes no <c>$ne: null</c>; strings sort from '' on, so a lower bound leaves null and missing out for each type there is.</remarks>
    public string IsNotNull(KeyPart part) => $"{{ {Name(part.Part)}: {{ $type: ['string', 'number', 'objectId', 'date', 'bool', 'binData', 'object', 'array'] }} }}";

    /// <inheritdoc/>
    public string IsNull(KeyPart part) => $"{{ {Name(part.Part)}: null }}";

    /// <inheritdoc/>
    /// <remarks>Neither <c>$ne</c> nor <c>$not</c> may stand in the filter of an index; the ranges between the values may.</remarks>
    public string IsNoneOf(KeyPart part, IReadOnlyList<string> values)
    {
        if (values is [""]) return $"{{ {Name(part.Part)}: {{ $gt: '' }} }}";
        var sorted = values.Order(StringComparer.Ordinal).Select(ShellWriter.Quote).ToList();
        List<string> ranges = [$"{{ $lt: {sorted[0]} }}"];
        for (var i = 1; i < sorted.Count; i++) ranges.Add($"{{ $gt: {sorted[i - 1]}, $lt: {sorted[i]} }}");
        ranges.Add($"{{ $gt: {sorted[^1]} }}");
        return $"{{ $or: [{string.Join(", ", ranges.Select(range => $"{{ {Name(part.Part)}: {range} }}"))}] }}";
    }

    /// <inheritdoc/>
    public string IsLive(LiveRows live) => live.Deleted.ValueKind switch
    {
        JsonValueKind.True => $"{{ {Name(live.Column)}: false }}",
        JsonValueKind.False => $"{{ {Name(live.Column)}: true }}",
        JsonValueKind.Number when live.Deleted.GetRawText() is "0" or "1" => $"{{ {Name(live.Column)}: {(live.Deleted.GetRawText() == "1" ? 0 : 1)} }}",
        JsonValueKind.String when live.IsStatus => IsNoneOf(new KeyPart(live.Column), [live.Deleted.GetString()!]),
        _ => $"{{ {Name(live.Column)}: null }}",
    };

    /// <inheritdoc/>
    public string And(string? first, string second)
    {
        if (first is null) return second;
        return ShellWriter.Document(Filters.All([ShellReader.Document(first), ShellReader.Document(second)]));
    }

    /// <inheritdoc/>
    public IReadOnlyList<RemedyCommand> CreateUniqueIndex(TableName table, string name, IReadOnlyList<KeyPart> key, string? filter, bool nullsDistinct)
    {
        var fields = string.Join(", ", key.Select(part => $"{Name(part.Part)}: {(part.Descending ? -1 : 1)}"));
        var options = $"name: {ShellWriter.Quote(name)}, unique: true{(filter is null ? "" : $", partialFilterExpression: {filter}")}";
        return [new RemedyCommand(Language, $"{Table(table)}.createIndex({{ {fields} }}, {{ {options} }})")];
    }

    /// <inheritdoc/>
    public IReadOnlyList<RemedyCommand> DropIndex(UniqueIndex index) =>
        [new RemedyCommand(Language, $"{Table(index.Table)}.dropIndex({ShellWriter.Quote(index.Name)})")];

    /// <inheritdoc/>
    public RemedyCommand InsertOrSkip(UniqueIndex index, IReadOnlyList<Column> columns) =>
        new(Language, $"{Table(index.Table)}.updateOne(\n  {KeyFilter(index)},\n  {{ $setOnInsert: {Fields(index, columns)} }},\n  {{ upsert: true }}) // upsertedCount is 0 where the key was taken");

    /// <inheritdoc/>
    public RemedyCommand InsertOrUpdate(UniqueIndex index, IReadOnlyList<Column> columns) =>
        new(Language, $"{Table(index.Table)}.updateOne(\n  {KeyFilter(index)},\n  {{ $set: {Fields(index, columns)} }},\n  {{ upsert: true }})");

    /// <inheritdoc/>
    public RemedyCommand SetNull(TableName table, KeyPart part, IReadOnlyList<string> values)
    {
        var filter = values.Count == 1 ? Literal(values[0]) : $"{{ $in: [{string.Join(", ", values.Select(Literal))}] }}";
        return new RemedyCommand(Language, $"{Table(table)}.updateMany({{ {Name(part.Part)}: {filter} }}, {{ $unset: {{ {Name(part.Part)}: '' }} }})");
    }

    /// <inheritdoc/>
    public RemedyCommand ShowRows(TableName table, IReadOnlyList<KeyPart> key, IReadOnlyList<string?> values)
    {
        var conditions = key.Select((part, i) => values[i] is { } value ? Filters.Equal(part.Part, value) : Filters.IsNull(part.Part)).ToList();
        return new RemedyCommand(Language, $"{Table(table)}.find({ShellWriter.Document(Filters.All(conditions))})");
    }

    // The filter's fields become the new document's; $setOnInsert must not name them again.
    private static string KeyFilter(UniqueIndex index) => $"{{ {string.Join(", ", index.Key.Select(part => $"{Name(part.Part)}: {Variable(part.Part)}"))} }}";

    private static string Fields(UniqueIndex index, IReadOnlyList<Column> columns)
    {
        var names = columns.Select(column => column.Name)
            .Where(name => name != "_id" && !name.Contains('.', StringComparison.Ordinal) && !index.Key.Any(part => part.Part == name || part.Part.StartsWith(name + ".", StringComparison.Ordinal)))
            .DefaultIfEmpty("updatedAt");
        return $"{{ {string.Join(", ", names.Select(name => $"{Name(name)}: {Variable(name)}"))} }}";
    }

    private static string Name(string path) =>
        path.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(path[0]) ? path : ShellWriter.Quote(path);

    // A name that JavaScript takes for a variable: address.city becomes city.
    private static string Variable(string path)
    {
        var last = path[(path.LastIndexOf('.') + 1)..];
        var name = string.Concat(last.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_')).TrimStart('_');
        return name.Length == 0 || char.IsAsciiDigit(name[0]) ? "value" : name;
    }

    private static string Literal(string value) => ShellReader.Value(value) is { Type: not BsonType.String } other ? ShellWriter.Value(other) : ShellWriter.Quote(value);
}
