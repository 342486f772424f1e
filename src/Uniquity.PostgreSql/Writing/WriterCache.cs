using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Npgsql;
using Uniquity.Writing;

namespace Uniquity.PostgreSql.Writing;

/// <summary>What is known of a database's tables, as long as its data source lives.</summary>
internal sealed class WriterCache
{
    // Belongs to the caller's own data source, and goes with it. A connection that has none is known by its connection string.
    private static readonly ConditionalWeakTable<object, WriterCache> Caches = [];

    private readonly ConcurrentDictionary<(Type Row, string Table, string Key), object> _writers = new();

    /// <summary>The cache of a data source, or of the interned connection string of a connection.</summary>
    public static WriterCache Of(object owner) => Caches.GetValue(owner, _ => new());

    /// <summary>The writer of one kind of row; the catalog is read at its first use.</summary>
    public async ValueTask<RowWriter<T>> GetAsync<T>(NpgsqlConnection connection, Expression<Func<T, object?>> key, string? table, CancellationToken cancellation)
    {
        var members = KeyMember.Of(key);
        var id = (typeof(T), table ?? "", string.Join(',', members.Select(member => $"{member.Function} {member.Name}")));
        if (_writers.TryGetValue(id, out var known)) return (RowWriter<T>)known;
        var writer = await MakeAsync<T>(connection, members, table, cancellation);
        _writers[id] = writer;
        return writer;
    }

    /// <summary>Forgets what was read: the schema has changed.</summary>
    public void Forget() => _writers.Clear();

    private static async Task<RowWriter<T>> MakeAsync<T>(NpgsqlConnection connection, IReadOnlyList<KeyMember> key, string? name, CancellationToken cancellation)
    {
        var table = await FindAsync(connection, typeof(T), name, cancellation);
        var pairs = PropertyColumns.Pair(typeof(T), table.Columns, column => column.Name);
        var primary = table.Indexes.FirstOrDefault(index => index.Primary)?.Parts.Select(part => part.Column).ToHashSet() ?? [];
        var columns = pairs.Select(pair => new WriteColumn(pair.Property.Name, Sql.Quote.Name(pair.Column.Name), pair.Column.Type)
        {
            Computed = pair.Column.Computed,
            Numbered = pair.Column.Numbered,
            Defaulted = pair.Column.Defaulted,
            OwnType = pair.Column.Category == '?' && pair.Property.PropertyType == typeof(string),
            Primary = primary.Contains(pair.Column.Number),
        }).ToList();
        var arbiter = ArbiterChoice.Choose(table, [.. pairs.Select(pair => (pair.Property.Name, pair.Column.Number, pair.Column.Name))], key);
        var own = new WriteTable(table.Sql, columns, arbiter) { Partitioned = table.Partitioned, PlansAreKept = NpgsqlWriteSession.PlansAreKept(connection) };
        return new(own, new PlainRows<T>([.. pairs.Select(pair => pair.Property)]));
    }

    private static async Task<CatalogTable> FindAsync(NpgsqlConnection connection, MemberInfo type, string? name, CancellationToken cancellation)
    {
        var own = PropertyColumns.TableOf((Type)type);
        string[] names = name is not null ? [name] : [own, Sql.Quote.Name(own), $"{own}s", Sql.Quote.Name($"{own}s")];
        foreach (var candidate in names)
        {
            if (await CatalogTable.ReadAsync(connection, candidate, cancellation) is { } table) return table;
        }

        throw new WriteException($"There is no table {names[0]} that this account can see. Name it: table: \"schema.table\", or [Table(\"…\")] on {type.Name}.");
    }
}
