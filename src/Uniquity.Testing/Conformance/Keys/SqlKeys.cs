using System.Globalization;
using Uniquity.Enforcing;
using Uniquity.Targets;
using Uniquity.Testing.Conformance.Enforcing;

namespace Uniquity.Testing.Conformance.Keys;

/// <summary>The suite of keys on an engine that reads SQL.</summary>
/// <param name="engine">The engine, as the suite of enforcers drives it.</param>
public sealed class SqlKeys(IEnforcerEngine engine) : IKeyEngine
{
    /// <inheritdoc/>
    public async ValueTask<IKeyDatabase> CreateAsync() => new Database(await engine.CreateAsync());

    private sealed class Database(IEnforcerDatabase database) : IKeyDatabase
    {
        public ValueTask TableAsync(string table, params string[] columns) =>
            database.ExecuteAsync($"CREATE TABLE {Spelled(table)} (id integer PRIMARY KEY{string.Concat(columns.Select(column => $", {Spelled(column)} text"))})");

        public async ValueTask<bool> InsertAsync(string table, int id, params string?[] values)
        {
            var row = string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {Spelled(table)} VALUES ({id}{string.Concat(values.Select(value => value is null ? ", NULL" : $", '{value.Replace("'", "''", StringComparison.Ordinal)}'"))})");
            try
            {
                await database.ExecuteAsync(row);
                return true;
            }
            catch (Exception refused) when (refused.Message.Contains("unique", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        public ValueTask IndexAsync(string table, string name, string? filter, params string[] key) =>
            database.ExecuteAsync($"CREATE UNIQUE INDEX {Spelled(name)} ON {Spelled(table)} ({string.Join(", ", key.Select(part => part.StartsWith(IKeyDatabase.Descending, StringComparison.Ordinal) ? Spelled(part[IKeyDatabase.Descending.Length..]) + " DESC" : Spelled(part)))}){(filter is null ? "" : " WHERE " + filter)}");

        public (string Usual, string Other) IsNull(string column) => ($"{Spelled(column)} IS NULL", $"(({Spelled(column)}) isnull)");

        public string Spelled(string name) => HostileNames.Quote(name);

        public async ValueTask<string> IndexesAsync() => string.Join('\n', (await database.DumpAsync()).Split('\n').Where(line => line.Contains("INDEX", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        public ValueTask<ITarget> OpenAsync() => database.OpenAsync();

        public ValueTask<IEnforcer> OpenEnforcerAsync() => database.OpenEnforcerAsync();

        public ValueTask DisposeAsync() => database.DisposeAsync();
    }
}
