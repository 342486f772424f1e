using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Catalogue;

/// <summary>Reads a key that a person typed: <c>email</c>, <c>a.b,c</c>, <c>{ a: 1, b: -1 }</c>.</summary>
internal sealed class KeyReader(FieldReader fields, IndexReader indexes)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">No document has such a field, or the text is no key.</exception>
    public async Task<IReadOnlyList<KeyPart>> ReadAsync(TableName table, string key, CancellationToken cancellationToken)
    {
        var pieces = Pieces(key).ToList();
        var parts = pieces.SelectMany(piece => piece.StartsWith('{') ? FromDocument(piece) : [new KeyPart(piece)]).ToList();
        if (parts.Count == 0) throw new UsageException("--key is empty; right is --key email, or --key tenant,email");
        if (parts.GroupBy(part => part.Part, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"the key names {twice.Key} twice");
        foreach (var part in parts) await CheckAsync(table, parts, part.Part, written: pieces.Contains(part.Part), cancellationToken);
        return parts;
    }

    private async Task CheckAsync(TableName table, List<KeyPart> key, string path, bool written, CancellationToken cancellationToken)
    {
        if (written && path.Contains('(', StringComparison.Ordinal))
            throw new UsageException($"{path} is an expression, and an index of MongoDB has only fields; where case should not matter, use --fold case (in a rule fold: case), or a field that holds the normalised value");
        if (path.Length == 0 || path.StartsWith('$') || path.Split('.').Contains("")) throw new UsageException($"'{path}' is no field of a document; right is --key email, or --key address.city");
        var columns = await fields.ReadAsync(table, cancellationToken);
        if (columns.Count == 0 || columns.Any(column => column.Name == path) || await fields.ExistsAsync(table, path, cancellationToken)) return;

        // A field of an index is meant, though no document has it yet.
        if ((await indexes.SpecificationsAsync(table, cancellationToken)).Any(index => IndexReader.PartsOf(index["key"]!.Value.AsDocument()).Any(part => part.Part == path))) return;
        var nearest = NearestName.Find(path, columns.Select(column => column.Name));
        throw new UsageException($"no document of {table} has the field {path}{(nearest is null ? ToCome(table, key, path) : $"; the nearest is {nearest}")}");
    }

    // A field that the application has yet to write: a plain unique index would take all documents without it for one key.
    private static string ToCome(TableName table, List<KeyPart> key, string path) =>
        $"; where it is yet to come: {ShellWriter.Collection(table.Name)}.createIndex({{ {string.Join(", ", key.Select(part => $"{ShellWriter.Name(part.Part)}: {(part.Descending ? -1 : 1)}"))} }}, "
        + (key.Count == 1 ? "{ unique: true, sparse: true })" : $"{{ unique: true, partialFilterExpression: {{ {ShellWriter.Name(path)}: {{ $exists: true }} }} }})");

    // Names and documents between commas: the parts of a rule's key are joined so, and odd names need the form of a document.
    private static IEnumerable<string> Pieces(string key)
    {
        for (var at = 0; at <= key.Length;)
        {
            while (at < key.Length && char.IsWhiteSpace(key[at])) at++;
            var end = at < key.Length && key[at] == '{' ? AfterDocument(key, at) : at;
            end = key.IndexOf(',', end) is >= 0 and var comma ? comma : key.Length;
            yield return key[at..end].Trim();
            at = end + 1;
        }
    }

    private static int AfterDocument(string key, int at)
    {
        var (depth, quote) = (0, '\0');
        for (; at < key.Length; at++)
        {
            if (quote != '\0')
            {
                if (key[at] == '\\') at++;
                else if (key[at] == quote) quote = '\0';
            }
            else if (key[at] is '\'' or '"')
            {
                quote = key[at];
            }
            else
            {
                depth += key[at] switch { '{' => 1, '}' => -1, _ => 0 };
                if (depth == 0) return at;
            }
        }

        return key.Length;
    }

    private static List<KeyPart> FromDocument(string key)
    {
        try
        {
            return [.. ShellReader.Document(key).Elements().Select(part => part.Type is BsonType.Int32 or BsonType.Int64 or BsonType.Double && part.AsInt64() is 1 or -1
                ? new KeyPart(part.Name, Descending: part.AsInt64() < 0)
                : throw new UsageException($"the key '{key}' cannot be unique: {part.Name} is 1 or -1 in a unique index, not {ShellWriter.Value(part)}"))];
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"the key '{key}' cannot be read ({wrong.Message}); right is --key '{{ email: 1 }}' or --key email", wrong);
        }
    }
}
