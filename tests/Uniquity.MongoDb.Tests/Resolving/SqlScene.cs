using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Uniquity.Indexes;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Resolving;
using Uniquity.Testing.Conformance.Resolving;

namespace Uniquity.MongoDb.Tests.Resolving;

/// <summary>A MongoDB database whose scenes are set, and asked about, in SQL: SQLite in memory runs the SQL over what the collections hold, and what it changes is written to them.</summary>
/// <remarks>A primary key of one column is the <c>_id</c>, else the rowid; NULL is a missing field, and a unique index leaves it out, as in SQL.</remarks>
internal sealed class SqlScene : IResolverDatabase
{
    private readonly string url;
    private readonly MongoUrl read;
    private readonly MongoConnection connection;
    private readonly List<string> definitions = [];

    public SqlScene(string url)
    {
        SQLitePCL.Batteries_V2.Init();
        this.url = url;
        read = MongoUrl.Read(url, new MongoOptions());
        connection = MongoConnection.Open(read, new MongoOptions());
    }

    public string IdName => "_id";

    public string DeleteWord => "deleteMany";

    private string Name => read.Database!;

    public async ValueTask ExecuteAsync(string sql)
    {
        await using var tables = await LoadAsync();
        var before = SqlTables.Read(tables);
        SqlTables.Run(tables, sql);
        if (sql.StartsWith("CREATE", StringComparison.Ordinal) || sql.StartsWith("ALTER", StringComparison.Ordinal))
        {
            definitions.Add(sql);
            foreach (var made in SqlTables.Read(tables).Where(table => before.All(was => was.Name != table.Name))) await RunAsync(new BsonBuilder().Add("create", Collection(made.Name)).Build());
            foreach (var index in SqlTables.Uniques(tables).Where(index => sql.StartsWith("CREATE TABLE", StringComparison.Ordinal) && before.All(table => table.Name != index.Table))) await CreateIndexAsync(index);
        }

        foreach (var table in SqlTables.Read(tables)) await WriteAsync(before.FirstOrDefault(was => was.Name == table.Name), table);
    }

    public async ValueTask<IReadOnlyList<string>> RowsAsync(string sql)
    {
        await using var tables = await LoadAsync();
        return SqlTables.Rows(tables, sql);
    }

    public async ValueTask<IResolver> OpenAsync() => await MongoResolver.OpenAsync(url);

    public async ValueTask<string> ContentAsync()
    {
        var content = new StringBuilder();
        foreach (var collection in await CollectionsAsync())
        {
            content.Append("== ").AppendLine(collection);
            foreach (var line in (await FindAsync(collection)).Select(document => document.ToCanonicalJson()).Order(StringComparer.Ordinal)) content.AppendLine(line);
        }

        return content.ToString();
    }

    public TableName Table(string name) => new(null, Collection(name));

    // MongoDB has no dollar in the name of a collection.
    private static string Collection(string table) => table.Replace('$', '~');

    public string Row => "document";

    public string Undeclared => "is known by name alone";

    public string Filter(string sql) => sql switch
    {
        "updated_at is not null" => "{ updated_at: { $ne: null } }",
        "visits > 1" => "{ visits: { $gt: 1 } }",
        _ => throw new ArgumentOutOfRangeException(nameof(sql), sql, "no such filter"),
    };

    public ResolveRequest Adapt(ResolveRequest request)
    {
        var conditions = request.Key.Select(part => $"{{ {JsonSerializer.Serialize(part.Part)}: {{ $ne: null }} }}");
        if (request.Where is { } where) conditions = conditions.Append(Filter(where));
        return request with
        {
            Where = $"{{ $and: [{string.Join(", ", conditions)}] }}",
            Merge = [.. request.Merge.Select(rule => rule.Field == "id" ? rule with { Field = "_id" } : rule)],
            References = request.References.Count > 0 ? [.. request.References.Select(Unquoted)] : Declared(request.Table.Name),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("{ dropDatabase: 1 }");
        await connection.DisposeAsync();
        read.Dispose();
    }

    private static string Unquoted(string reference) => string.Join('.', reference.Split("\".\"").Select(part => part.Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal)));

    private List<string> Declared(string table)
    {
        using var tables = SqlTables.Open(definitions);
        return [.. SqlTables.References(tables, table.Replace('~', '$')).Select(reference => $"{Collection(reference.Table)}.{reference.Column}")];
    }

    private async Task<SqliteConnection> LoadAsync()
    {
        var tables = SqlTables.Open(definitions);
        foreach (var table in SqlTables.Read(tables))
        {
            foreach (var document in await FindAsync(Collection(table.Name)))
            {
                var values = table.Columns.Select(column => column == table.Id ? document["_id"] : DocumentPath.Get(document, column));
                SqlTables.Insert(tables, table, Value(document["_id"]), [.. values.Select(Value)]);
            }
        }

        return tables;
    }

    private async Task WriteAsync(SqlTable? before, SqlTable after)
    {
        var was = before?.Rows ?? new Dictionary<string, (object? Id, object?[] Values)>();
        foreach (var (key, row) in was.Where(pair => !after.Rows.ContainsKey(pair.Key)))
            await RunAsync(new BsonBuilder().Add("delete", Collection(after.Name)).AddArray("deletes", [new BsonBuilder().Add("q", Document([("_id", row.Id)])).Add("limit", 1).Build()]).Build());
        var added = new List<BsonDocument>();
        foreach (var (key, row) in after.Rows)
        {
            var document = Document([("_id", row.Id), .. after.Columns.Zip(row.Values).Where(pair => pair.First != after.Id)]);
            if (!was.TryGetValue(key, out var old)) added.Add(document);
            else if (!old.Values.SequenceEqual(row.Values))
                await RunAsync(new BsonBuilder().Add("update", Collection(after.Name)).AddArray("updates", [new BsonBuilder().Add("q", Document([("_id", row.Id)])).Add("u", document).Build()]).Build());
        }

        if (added.Count > 0) await RunAsync(new BsonBuilder().Add("insert", Collection(after.Name)).AddArray("documents", added).Build());
    }

    private Task CreateIndexAsync((string Table, IReadOnlyList<string> Columns) index)
    {
        var key = index.Columns.Aggregate(new BsonBuilder(), (all, column) => all.Add(column, 1)).Build();
        var filter = index.Columns.Aggregate(new BsonBuilder(), (all, column) => all.Add(column, BsonDocument.Parse("""{"$exists":true}"""))).Build();
        var specification = new BsonBuilder().Add("key", key).Add("name", "unique_" + index.Columns.Count).Add("unique", true).Add("partialFilterExpression", filter).Build();
        return RunAsync(new BsonBuilder().Add("createIndexes", Collection(index.Table)).AddArray("indexes", [specification]).Build());
    }

    private static BsonDocument Document(IEnumerable<(string Name, object? Value)> fields) => fields.Where(field => field.Value is not null).Aggregate(BsonDocument.Empty, (document, field) =>
        DocumentPath.Set(document, field.Name, (field.Value switch
        {
            long number => new BsonBuilder().Add("v", checked((int)number)),
            double number => new BsonBuilder().Add("v", number),
            var text => new BsonBuilder().Add("v", Convert.ToString(text, CultureInfo.InvariantCulture)),
        }).Build()["v"]!.Value));

    private static object? Value(BsonElement? element) => element is not { } value || value.IsNull ? null : value.Type switch
    {
        BsonType.String => value.AsString(),
        BsonType.Double => BitConverter.ToDouble(value.Value),
        _ => value.AsInt64(),
    };

    private async Task<IReadOnlyList<string>> CollectionsAsync()
    {
        var names = new List<string>();
        await foreach (var found in connection.QueryAsync(Name, BsonDocument.Parse("""{"listCollections":1}"""), default)) names.Add(found["name"]!.Value.AsString());
        return [.. names.Where(name => !name.StartsWith("uniquity.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private async Task<List<BsonDocument>> FindAsync(string collection)
    {
        var documents = new List<BsonDocument>();
        await foreach (var document in connection.QueryAsync(Name, new BsonBuilder().Add("find", collection).Add("filter", BsonDocument.Empty).Build(), default)) documents.Add(document);
        return documents;
    }

    private Task RunAsync(string command) => RunAsync(ShellReader.Document(command));

    private async Task RunAsync(BsonDocument command)
    {
        var reply = await connection.WriteAsync(Name, command, default);
        if (reply["writeErrors"] is { } errors) throw new InvalidOperationException(errors.AsDocument().ToRelaxedJson());
    }
}
