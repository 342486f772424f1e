using System.Globalization;
using Uniquity.Enforcing;
using Uniquity.MongoDb.Enforcing;
using Uniquity.MongoDb.Shell;
using Uniquity.Targets;
using Uniquity.Testing.Conformance.Keys;

namespace Uniquity.MongoDb.Tests.Conformance;

/// <summary>MongoDB for the suite of keys: the identity is <c>_id</c>, a null of a row is a null in the document.</summary>
public sealed class MongoKeys : IKeyEngine
{
    public async ValueTask<IKeyDatabase> CreateAsync() => new Database(await Scene.Given());

    private sealed class Database(Scene scene) : IKeyDatabase
    {
        private readonly Dictionary<string, string[]> fields = new(StringComparer.Ordinal);

        public async ValueTask TableAsync(string table, params string[] columns)
        {
            fields[table] = columns;
            await scene.Run($"{{ create: {ShellWriter.Quote(table)} }}");
        }

        public async ValueTask<bool> InsertAsync(string table, int id, params string?[] values)
        {
            var document = string.Join(", ", fields[table].Zip(values, (field, value) => $"{ShellWriter.Quote(field)}: {(value is null ? "null" : ShellWriter.Quote(value))}"));
            var insert = string.Create(CultureInfo.InvariantCulture, $"{{ insert: {ShellWriter.Quote(table)}, documents: [{{ _id: {id}, {document} }}] }}");
            try
            {
                await scene.Run(insert);
                return true;
            }
            catch (InvalidOperationException refused) when (refused.Message.Contains("11000", StringComparison.Ordinal))
            {
                return false;
            }
        }

        public async ValueTask IndexAsync(string table, string name, string? filter, params string[] key)
        {
            var pattern = string.Join(", ", key.Select(part => part.StartsWith(IKeyDatabase.Descending, StringComparison.Ordinal) ? $"{ShellWriter.Quote(part[IKeyDatabase.Descending.Length..])}: -1" : $"{ShellWriter.Quote(part)}: 1"));
            await scene.Run($"{{ createIndexes: {ShellWriter.Quote(table)}, indexes: [{{ key: {{ {pattern} }}, name: {ShellWriter.Quote(name)}, unique: true{(filter is null ? "" : $", partialFilterExpression: {filter}")} }}] }}");
        }

        public (string Usual, string Other) IsNull(string column) => ($"{{ {ShellWriter.Quote(column)}: null }}", $"{{ $and: [{{ {ShellWriter.Quote(column)}: {{ $eq: null }} }}] }}");

        public string Spelled(string name) => name;

        public async ValueTask<string> IndexesAsync()
        {
            var all = new List<string>();
            foreach (var table in fields.Keys)
            {
                var reply = await scene.Run($"{{ listIndexes: {ShellWriter.Quote(table)} }}");
                all.AddRange(reply["cursor"]!.Value.AsDocument()["firstBatch"]!.Value.AsDocument().Elements().Select(index => index.AsDocument().ToRelaxedJson()));
            }

            return string.Join('\n', all);
        }

        public async ValueTask<ITarget> OpenAsync() => await MongoTarget.OpenAsync(scene.Url);

        public async ValueTask<IEnforcer> OpenEnforcerAsync() => await MongoEnforcer.OpenAsync(scene.Url);

        public ValueTask DisposeAsync() => scene.DisposeAsync();
    }
}
