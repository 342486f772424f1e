using System.Text.Json;
using Uniquity.Checking;
using Uniquity.Cli.Inputs;
using Uniquity.Cli.Terminals;
using Uniquity.Targets;

namespace Uniquity.Cli.Rules;

/// <summary>Reads what Mongoose's <c>schema.indexes()</c> gives, as JSON: a list of pairs, or such a list for each collection.</summary>
/// <remarks>Needs no database, and no driver. https://mongoosejs.com/docs/api/schema.html#Schema.prototype.indexes()</remarks>
internal static class MongooseFile
{
    private const string Right = "node -e \"console.log(JSON.stringify(require('./models/user').schema.indexes()))\" | uniquity rules --from-mongoose - --on users";

    /// <summary>The rules of its unique indexes, in their order.</summary>
    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="on">The collection of a plain list, or the one that is wanted of several; <see langword="null"/> for none or all.</param>
    /// <param name="terminal">Whose standard input.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UsageException">The file cannot be read, or is not of this form; the message says where.</exception>
    public static async Task<IReadOnlyList<LiveRule>> ReadAsync(string path, string? on, Terminal terminal, CancellationToken cancellationToken)
    {
        using var input = path == "-" ? TextInput.Standard(terminal) : TextInput.File(path);
        try
        {
            using var document = await JsonDocument.ParseAsync(input.Counting(progress: null), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }, cancellationToken);
            var lists = Lists(document.RootElement, on, input.Name, path);
            return [.. lists.SelectMany(list => Rules(list.On, list.Indexes, input.Name))];
        }
        catch (JsonException wrong)
        {
            throw new UsageException($"{input.Name} is no JSON at line {wrong.LineNumber + 1}, column {wrong.BytePositionInLine + 1} (what console.log prints is none); right is: {Right}", wrong);
        }
    }

    private static List<(string On, JsonElement Indexes)> Lists(JsonElement root, string? on, string name, string path)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return on is null ? throw new UsageException($"{name} is a list of indexes and does not say of which collection; nearest right call: uniquity rules --from-mongoose {Calls.Shell.Quote(path)} --on users") : [(on, root)];
        if (root.ValueKind != JsonValueKind.Object || root.EnumerateObject().Any(list => list.Value.ValueKind != JsonValueKind.Array))
            throw new UsageException($"{name} is neither a list of [keys, options] pairs nor {{ \"users\": [ … ], \"orders\": [ … ] }}; right is: {Right}");
        var all = root.EnumerateObject().Select(list => (On: list.Name, Indexes: list.Value)).ToList();
        if (on is null) return all;
        var wanted = all.Where(list => list.On == on).ToList();
        if (wanted.Count > 0) return wanted;
        var nearest = NearestName.Find(on, all.Select(list => list.On));
        throw new UsageException($"{name} has no collection {on}{(nearest is null ? "" : $"; nearest right call: --on {nearest}")}");
    }

    private static IEnumerable<LiveRule> Rules(string on, JsonElement indexes, string name)
    {
        var number = 0;
        foreach (var index in indexes.EnumerateArray())
        {
            number++;
            var (keys, options) = index.ValueKind switch
            {
                JsonValueKind.Array when index.GetArrayLength() is 1 or 2 && index[0].ValueKind == JsonValueKind.Object => (index[0], index.GetArrayLength() == 2 ? index[1] : default),

                // What collection.indexes() prints: { key: { email: 1 }, name: 'email_1', unique: true }.
                JsonValueKind.Object when index.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.Object => (key, index),
                _ => throw new UsageException($"{name}: index {number} of {on} is no [keys, options] pair, such as [{{ \"email\": 1 }}, {{ \"unique\": true }}]"),
            };
            if (new MongooseIndex(on, keys, options).Rule is { } rule) yield return rule;
        }
    }
}
