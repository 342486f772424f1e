using SQLitePCL;
using Uniquity.Checking;
using Uniquity.Diagnosing;
using Uniquity.Duplicates;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Checking;
using Uniquity.Sqlite.Connecting;
using Uniquity.Sqlite.Duplicates;
using Uniquity.Sqlite.Facts;
using Uniquity.Sqlite.Probes;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Statements;
using Uniquity.Targets;

namespace Uniquity.Sqlite;

/// <summary>A SQLite database file, open for reading only.</summary>
/// <remarks>
/// <para>Opened with SQLITE_OPEN_READONLY and <c>PRAGMA query_only</c>: nothing can be written through it. A database in WAL mode
/// gets its <c>-shm</c> and <c>-wal</c> files beside it, as for every reader.</para>
/// <para>Not safe for concurrent use. Statements run on the thread pool, one at a time.</para>
/// </remarks>
public sealed class SqliteTarget : ITarget
{
    private readonly SqliteSession _session;
    private readonly SqliteCatalogue _catalogue;
    private readonly UniqueIndexReader _indexes;
    private readonly KeyReader _keys;

    private SqliteTarget(SqliteSession session)
    {
        _session = session;
        _catalogue = new SqliteCatalogue(session);
        _indexes = new UniqueIndexReader(session, _catalogue, new IndexSizes(session));
        _keys = new KeyReader(session);
        Duplicates = new SqliteDuplicateFinder(session, _catalogue);
        Facts = new SqliteFacts(session, _catalogue);
        NormalForms = new SqliteForms(session, _catalogue);
        Probes = SqliteProbes.All(session, _catalogue);
    }

    /// <inheritdoc/>
    public string Engine => "sqlite";

    /// <inheritdoc/>
    public IDuplicateFinder Duplicates { get; }

    /// <inheritdoc/>
    public IFacts Facts { get; }

    /// <inheritdoc/>
    public IStatementWriter Statements { get; } = new SqliteStatements();

    /// <inheritdoc/>
    public INormalForms NormalForms { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ICauseProbe> Probes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> StatementLog => _session.Log;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path, relative or absolute; for <c>sqlite:PATH</c> see <see cref="SqliteTargetOptions.FromUrl"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TargetException">The file is missing, not a database, encrypted, locked, or cannot be read.</exception>
    public static ValueTask<SqliteTarget> OpenAsync(string path, CancellationToken cancellationToken = default) =>
        OpenAsync(new SqliteTargetOptions { Path = path }, cancellationToken);

    /// <summary>Opens a file.</summary>
    /// <param name="options">The path and the time limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TargetException">The file is missing, not a database, encrypted, locked, or cannot be read.</exception>
    public static async ValueTask<SqliteTarget> OpenAsync(SqliteTargetOptions options, CancellationToken cancellationToken = default)
    {
        var connection = await Task.Run(() => SqliteOpener.Open(options), cancellationToken);
        return new SqliteTarget(new SqliteSession(connection, options));
    }

    /// <inheritdoc/>
    public ValueTask<TargetInfo> DescribeAsync(CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(_session.Path);
        return ValueTask.FromResult(new TargetInfo(
            Engine, raw.sqlite3_libversion().utf8_to_string(), full, Path.GetFileName(full), User: null, ReadOnly: true, Role: "embedded"));
    }

    /// <inheritdoc/>
    public async ValueTask<TableName?> FindTableAsync(string name, CancellationToken cancellationToken) =>
        await _catalogue.FindTableAsync(name, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<UniqueIndex>> GetUniqueIndexesAsync(TableName? table, CancellationToken cancellationToken)
    {
        if (table is not null) return await _indexes.ReadAsync(table, cancellationToken);
        var all = new List<UniqueIndex>();
        foreach (var name in await _catalogue.TableNamesAsync(cancellationToken))
        {
            all.AddRange(await _indexes.ReadAsync(new TableName(null, name), cancellationToken));
        }

        return all;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<KeyPart>> ParseKeyAsync(TableName table, string key, CancellationToken cancellationToken) =>
        await _keys.ReadAsync(await _catalogue.GetTableAsync(table, cancellationToken), key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
