using Uniquity.Indexes;
using Uniquity.Targets;
using Xunit;

namespace Uniquity.Testing.Conformance;

/// <summary>What every adapter has to do; each capability has a class of its own, which an engine's tests derive from.</summary>
/// <param name="engine">The engine whose adapter is under test.</param>
public abstract class TargetConformance(IConformanceEngine engine) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _open = [];

    /// <summary>The database of this test.</summary>
    protected IConformanceDatabase Database { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Database = await engine.CreateAsync();
        _open.Add(Database);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        for (var i = _open.Count - 1; i >= 0; i--) await _open[i].DisposeAsync();
    }

    /// <summary>Sets the scene, then opens the target.</summary>
    protected async Task<ITarget> Given(string sql)
    {
        await Database.ExecuteAsync(sql);
        var target = await Database.OpenAsync();
        _open.Add(target);
        return target;
    }

    /// <summary>A table that the scene has made.</summary>
    protected static async Task<TableName> Table(ITarget target, string name = "users") =>
        await target.FindTableAsync(name, CancellationToken.None)
        ?? throw new InvalidOperationException($"The scene has no table {name}");

    /// <summary>The one unique index of a table whose key has these parts.</summary>
    protected static async Task<UniqueIndex> Index(ITarget target, string table, params string[] key)
    {
        var indexes = await target.GetUniqueIndexesAsync(await Table(target, table), CancellationToken.None);
        return indexes.Single(index => index.Key.Select(part => part.Part).SequenceEqual(key, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>A key as typed, read by the target.</summary>
    protected static async Task<IReadOnlyList<KeyPart>> Key(ITarget target, string key, string table = "users") =>
        await target.ParseKeyAsync(await Table(target, table), key, CancellationToken.None);
}
