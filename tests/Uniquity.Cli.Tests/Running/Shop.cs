using System.Data.Common;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Running;

/// <summary>A small SQLite database with the troubles that the commands are to find.</summary>
public sealed class Shop : IDisposable
{
    private const string Schema = """
        CREATE TABLE users (id INTEGER PRIMARY KEY, tenant_id INTEGER NOT NULL, email TEXT NOT NULL, name TEXT, deleted_at TEXT);
        CREATE UNIQUE INDEX users_email_key ON users (email);
        INSERT INTO users VALUES
          (1, 1, 'anna@example.com', 'Anna', '2026-03-02T08:00:00Z'), (2, 1, 'bo@example.com', 'Bo', NULL),
          (3, 2, 'Bo@example.com', 'Bo', NULL), (4, 2, 'bo@example.com ', 'Bo', NULL), (5, 2, 'cy@example.com', 'Cy', NULL);
        CREATE TABLE orders (id INTEGER PRIMARY KEY, reference TEXT, part INTEGER NOT NULL, note TEXT);
        INSERT INTO orders VALUES
          (1, 'a', 1, 'x'), (2, 'a', 1, 'y'), (3, 'a', 1, 'z'), (4, 'b', 1, NULL), (5, 'b', 2, NULL), (6, NULL, 3, NULL), (7, NULL, 3, NULL),
          (8, '', 4, NULL), (9, '', 4, 'say "hi", then
        go');
        CREATE TABLE "we""ird table" (id INTEGER PRIMARY KEY, "a,b" TEXT UNIQUE);
        """;

    private readonly SqliteDatabase _file = new("shop.db");

    private Shop()
    {
    }

    /// <summary>The database as <c>--db</c> takes it.</summary>
    public string Url => _file.Url;

    /// <summary>The folder it is in.</summary>
    public string Folder => Path.GetDirectoryName(_file.FilePath)!;

    /// <summary>What stands in outputs and differs at every run.</summary>
    public IReadOnlyDictionary<string, string> Hidden => new Dictionary<string, string> { [Folder] = "/shop" };

    /// <summary>Makes it.</summary>
    public static async Task<Shop> OpenAsync()
    {
        var shop = new Shop();
        await shop.ExecuteAsync(Schema);
        return shop;
    }

    /// <summary>Runs statements.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await Composition.CreateFileAsync(_file.FilePath, CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs a statement that must be refused.</summary>
    /// <returns>The driver's words.</returns>
    public async Task<string> RefusedAsync(string sql) => (await Should.ThrowAsync<DbException>(() => ExecuteAsync(sql))).Message;

    public void Dispose() => _file.Dispose();
}
