using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Uniquity.Sqlite.Sql;
using Uniquity.Writing;

namespace Uniquity.Sqlite.Writing;

/// <summary>What is known of a database's tables.</summary>
internal sealed class WriterCache
{
    // By the file's path; a database in memory, and a table of another schema than main, by the connection.
    private static readonly ConditionalWeakTable<object, WriterCache> Caches = [];

    private readonly ConcurrentDictionary<(Type Row, string Table, string Key), object> _writers = new();

    /// <summary>The writer of one kind of row; the schema is read at its first use.</summary>
    public static TableWriter<T> Get<T>(SqliteConnection connection, Expression<Func<T, object?>> key, string? table)
    {
        var members = KeyMember.Of(key);
        var id = (typeof(T), table ?? "", string.Join(',', members.Select(member => $"{member.Function} {member.Name}")));
        foreach (var cache in Of(connection))
        {
            if (cache._writers.TryGetValue(id, out var known)) return (TableWriter<T>)known;
        }

        var (writer, isOfFile) = Make<T>(connection, members, table);
        (isOfFile ? Of(connection)[^1] : Of(connection)[0])._writers[id] = writer;
        return writer;
    }

    /// <summary>Forgets what was read: the schema has changed.</summary>
    public static void Forget(SqliteConnection connection)
    {
        foreach (var cache in Of(connection)) cache._writers.Clear();
    }

    // The narrower first.
    private static WriterCache[] Of(SqliteConnection connection)
    {
        var own = Caches.GetValue(connection, _ => new());
        return connection.DataSource is { Length: > 0 } file && Path.IsPathRooted(file) ? [own, Caches.GetValue(string.Intern(file), _ => new())] : [own];
    }

    private static (TableWriter<T> Writer, bool IsOfFile) Make<T>(SqliteConnection connection, IReadOnlyList<KeyMember> key, string? name)
    {
        if (Version.TryParse(connection.ServerVersion, out var version) && version < new Version(3, 35))
            throw new WriteException($"SQLite {version} has no RETURNING: 3.35 or later is needed. SqliteDriver.Use(), before the first connection, takes the system's library.");
        var table = Find(connection, typeof(T), name);
        var pairs = PropertyColumns.Pair(typeof(T), table.Columns, column => column.Name);
        var columns = pairs.Select(pair => new WriteColumn(pair.Property.Name, SqliteName.Always(pair.Column.Name), pair.Column.Type)
        {
            Computed = pair.Column.Computed,
            Numbered = pair.Column.Name == table.RowidColumn,
            Defaulted = pair.Column.Defaulted,
            Primary = pair.Column.PrimaryKeyPosition > 0,
            Order = ValueOrder.Of(pair.Property.PropertyType),
        }).ToList();
        var write = new WriteTable(table.Sql, columns, ArbiterChoice.Choose(table, [.. pairs.Select(pair => (pair.Property.Name, pair.Column.Name))], key));
        return (new(write, new PlainRows<T>([.. pairs.Select(pair => pair.Property)]), table.Identity), table.Schema == "main");
    }

    private static CatalogTable Find(SqliteConnection connection, Type type, string? name)
    {
        var own = PropertyColumns.TableOf(type);
        var reader = new CatalogReader(connection);
        string[] names = name is not null ? [name] : [own, $"{own}s"];
        return names.Select(reader.Read).FirstOrDefault(table => table is not null)
            ?? throw new WriteException($"There is no table {names[0]} in {(connection.DataSource.Length == 0 ? "the database in memory" : connection.DataSource)}. Name it: table: \"…\", or [Table(\"…\")] on {type.Name}.");
    }
}
