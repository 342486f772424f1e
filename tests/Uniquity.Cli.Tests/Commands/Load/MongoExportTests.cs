using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Commands.Load;

/// <summary>A file of <c>mongoexport --jsonFormat=canonical</c> goes into tables.</summary>
public sealed class MongoExportTests : IDisposable
{
    private const string Exported = """
        {"_id":{"$oid":"507f1f77bcf86cd799439011"},"n":{"$numberInt":"5"},"l":{"$numberLong":"9007199254740993"},"d":{"$numberDouble":"1.5"},"m":{"$numberDecimal":"1.10"},"at":{"$date":{"$numberLong":"1767225600000"}},"nums":[{"$numberInt":"1"},{"$numberInt":"2"}],"doc":{"n":{"$numberInt":"7"},"at":{"$date":{"$numberLong":"0"}}},"b":{"$binary":{"base64":"CgA=","subType":"00"}},"u":{"$binary":{"base64":"EjRWeBI0VngSNFZ4EjRWeA==","subType":"04"}},"z":null,"ok":true}
        {"_id":{"$oid":"507f1f77bcf86cd799439011"},"n":{"$numberInt":"6"}}

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("uniquity-load-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PostgreSqlFact]
    public async Task Into_PostgreSQL()
    {
        await using var database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE t (_id text PRIMARY KEY, n int, l bigint, d float8, m numeric, at timestamptz, nums int[], doc jsonb, b bytea, u uuid, z text, ok boolean)");

        await LoadAsync(database.Url);

        (await database.ScalarAsync<string>("SELECT concat_ws('|', _id, n, l, d, m, extract(epoch FROM at)::bigint, nums, doc, b, u, coalesce(z, '-'), ok) FROM t"))
            .ShouldBe("""507f1f77bcf86cd799439011|6|9007199254740993|1.5|1.10|1767225600|{1,2}|{"n": 7, "at": "1970-01-01T00:00:00.000Z"}|\x0a00|12345678-1234-5678-1234-567812345678|-|t""");
    }

    [Fact]
    public async Task Into_SQLite()
    {
        using var database = new SqliteDatabase();
        Uniquity.Sqlite.SqliteDriver.Use();
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={database.FilePath};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE t (_id TEXT PRIMARY KEY, n INTEGER, l INTEGER, d REAL, m TEXT, at TEXT, nums TEXT, doc TEXT, b BLOB, u TEXT, z TEXT, ok INTEGER) STRICT";
        await command.ExecuteNonQueryAsync();

        await LoadAsync(database.Url);

        command.CommandText = "SELECT _id || '|' || n || '|' || l || '|' || d || '|' || m || '|' || at || '|' || nums || '|' || doc || '|' || hex(b) || '|' || u || '|' || coalesce(z, '-') || '|' || ok FROM t";
        (await command.ExecuteScalarAsync()).ShouldBe("""507f1f77bcf86cd799439011|6|9007199254740993|1.5|1.10|2026-01-01T00:00:00.000Z|[1,2]|{"n":7,"at":"1970-01-01T00:00:00.000Z"}|0A00|12345678-1234-5678-1234-567812345678|-|1""");
    }

    private async Task LoadAsync(string url)
    {
        var file = Path.Combine(_folder, "t.ndjson");
        await File.WriteAllTextAsync(file, Exported);
        var outcome = await Running.Cli.RunAsync("load", file, "--into", "t", "--on-conflict", "update", "--json", "--db", url);
        outcome.Code.ShouldBe(0, outcome.Error);
    }
}
