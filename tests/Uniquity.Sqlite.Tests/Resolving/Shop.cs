using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Sqlite.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.Sqlite.Tests.Resolving;

/// <summary>A file with duplicates, and a resolver on it.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly SqliteDatabase file;

    private Shop(SqliteDatabase file, SqliteResolver resolver) => (this.file, Resolver) = (file, resolver);

    public SqliteResolver Resolver { get; private set; }

    public string Path => file.FilePath;

    public static async Task<Shop> OfAsync(params string[] setup)
    {
        var made = new SqliteDatabase();
        foreach (var statement in setup) SqliteFile.Execute(made.FilePath, statement);
        return new(made, await OpenAsync(made.FilePath));
    }

    public static Task<SqliteResolver> OpenAsync(string path, TimeSpan? lockTimeout = null) =>
        SqliteResolver.OpenAsync(new SqliteTargetOptions { Path = path, LockTimeout = lockTimeout ?? TimeSpan.FromSeconds(5) }, clock: null, CancellationToken.None);

    public static ResolveRequest Request(string table, string key, string keep = "first", params string[] merge) =>
        new(new(null, table), [.. key.Split(',').Select(part => new KeyPart(part))], KeepPolicy.Parse(keep)) { Merge = [.. merge.Select(MergeRule.Parse)] };

    public void Execute(string sql) => SqliteFile.Execute(Path, sql);

    public IReadOnlyList<string> Rows(string sql) => SqliteContent.Rows(Path, sql);

    public string Content() => SqliteContent.Of(Path);

    public Task<ResolvePlan> PlanAsync(ResolveRequest request) => Resolver.PlanAsync(request, CancellationToken.None).AsTask();

    public async Task<Run> ApplyAsync(ResolveRequest request) => await Resolver.ApplyAsync(await PlanAsync(request), progress: null, CancellationToken.None);

    public Task<UndoResult> UndoAsync(Run run, string? group = null) => Resolver.UndoAsync(run.Id, group, progress: null, CancellationToken.None).AsTask();

    public async Task<RefusedException> RefusedAsync(ResolveRequest request) => await Should.ThrowAsync<RefusedException>(() => PlanAsync(request));

    /// <summary>The plan is applied and undone; the content is what it was, to the last bit.</summary>
    public async Task<Run> AppliesAndUndoesAsync(ResolveRequest request, Action? between = null)
    {
        var before = Content();
        var run = await ApplyAsync(request);
        run.State.ShouldBe(RunState.Complete);
        Content().ShouldNotBe(before);
        (await PlanAsync(request)).Groups.ShouldBe(0);
        between?.Invoke();
        var undone = await UndoAsync(run);
        undone.Left.ShouldBeEmpty();
        undone.Run.State.ShouldBe(RunState.Undone);
        Content().ShouldBe(before);
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await Resolver.DisposeAsync();
        file.Dispose();
    }
}
