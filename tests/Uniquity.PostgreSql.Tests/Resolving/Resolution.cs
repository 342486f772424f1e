using System.Text;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Resolving;
using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Resolving;

/// <summary>A database with duplicates, and a resolver on it.</summary>
internal sealed class Resolution : IAsyncDisposable
{
    private Resolution(PostgreSqlDatabase database, PostgreSqlResolver resolver)
    {
        Database = database;
        Resolver = resolver;
    }

    public PostgreSqlDatabase Database { get; }

    public PostgreSqlResolver Resolver { get; private set; }

    public static async Task<Resolution> OfAsync(params string[] setup) => await OnAsync(await PostgreSqlServer.SharedAsync(), setup);

    public static async Task<Resolution> OnAsync(PostgreSqlServer server, params string[] setup)
    {
        var database = await server.CreateDatabaseAsync();
        foreach (var statement in setup) await database.ExecuteAsync(statement);
        return new(database, await PostgreSqlResolver.OpenAsync(database.Url, options: null, clock: null, CancellationToken.None));
    }

    /// <summary>Connects anew, after a fault.</summary>
    public async Task ReopenAsync()
    {
        await Resolver.DisposeAsync();
        Resolver = await PostgreSqlResolver.OpenAsync(Database.Url, options: null, clock: null, CancellationToken.None);
    }

    public static ResolveRequest Request(string table, string key, string keep = "first", params string[] merge) =>
        new(new("public", table), [new KeyPart(key)], KeepPolicy.Parse(keep)) { Merge = [.. merge.Select(MergeRule.Parse)] };

    public Task<ResolvePlan> PlanAsync(ResolveRequest request) => Resolver.PlanAsync(request, CancellationToken.None).AsTask();

    public async Task<Run> ApplyAsync(ResolveRequest request) => await ApplyAsync(await PlanAsync(request));

    public Task<Run> ApplyAsync(ResolvePlan plan) => Resolver.ApplyAsync(plan, progress: null, CancellationToken.None).AsTask();

    public Task<UndoResult> UndoAsync(Run run, string? group = null) => Resolver.UndoAsync(run.Id, group, progress: null, CancellationToken.None).AsTask();

    public async Task<IReadOnlyList<string>> RowsAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync()) rows.Add(string.Join("|", Enumerable.Range(0, reader.FieldCount).Select(n => reader.IsDBNull(n) ? "" : reader.GetValue(n).ToString())));
        return rows;
    }

    /// <summary>Every row of every table outside the archive, as text, in order: the content of the database.</summary>
    public Task<string> DumpAsync() => DumpAsync("n.nspname <> 'uniquity'");

    /// <summary>The rows of some tables.</summary>
    public async Task<string> DumpAsync(string schemas)
    {
        var tables = await RowsAsync($"""
            SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND {schemas} ORDER BY 1
            """);
        var content = new StringBuilder();
        foreach (var table in tables)
        {
            content.Append("== ").AppendLine(table);
            foreach (var row in await RowsAsync($"SELECT ROW(t.*)::text FROM {table} AS t ORDER BY ROW(t.*)::text COLLATE \"C\"")) content.AppendLine(row);
        }

        return content.ToString();
    }

    /// <summary>The plan is applied and undone; the content is what it was.</summary>
    public async Task<Run> AppliesAndUndoesAsync(ResolveRequest request)
    {
        var before = await DumpAsync();
        var run = await ApplyAsync(request);
        run.State.ShouldBe(RunState.Complete);
        (await DumpAsync()).ShouldNotBe(before);
        var undone = await UndoAsync(run);
        undone.Left.ShouldBeEmpty();
        undone.Run.State.ShouldBe(RunState.Undone);
        (await DumpAsync()).ShouldBe(before);
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await Resolver.DisposeAsync();
        await Database.DisposeAsync();
    }
}
