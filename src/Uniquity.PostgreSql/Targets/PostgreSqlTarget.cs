using Npgsql;
using Uniquity.Checking;
using Uniquity.Diagnosing;
using Uniquity.Duplicates;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Checking;
using Uniquity.PostgreSql.Duplicates;
using Uniquity.PostgreSql.Facts;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Probes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Statements;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Targets;

/// <summary>An open, read-only view of one PostgreSQL database.</summary>
/// <remarks>
/// Supports servers from PostgreSQL 12. Every statement runs in a READ ONLY transaction and is bounded by
/// <c>statement_timeout</c> and <c>lock_timeout</c>; search_path is left as it is, and every name carries its schema.
/// Not safe for concurrent use.
/// </remarks>
public sealed class PostgreSqlTarget : ITarget
{
    private readonly Session session;
    private readonly ColumnCatalogue columns;
    private TargetInfo? info;

    private PostgreSqlTarget(Session session)
    {
        this.session = session;
        columns = new(session);
        var typing = new PartTyping(session);
        Duplicates = new PostgreSqlDuplicateFinder(session, typing);
        Facts = new PostgreSqlFacts(session, typing, columns);
        NormalForms = new PostgreSqlForms(session, typing);
        Statements = new PostgreSqlStatements(columns.PartitionsOf);
        Probes = PostgreSqlProbes.All(session, columns);
    }

    /// <inheritdoc/>
    public string Engine => "postgresql";

    /// <inheritdoc/>
    public IDuplicateFinder Duplicates { get; }

    /// <inheritdoc/>
    public IFacts Facts { get; }

    /// <inheritdoc/>
    public IStatementWriter Statements { get; }

    /// <inheritdoc/>
    public INormalForms NormalForms { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ICauseProbe> Probes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> StatementLog => session.Log;

    /// <summary>Whether a target is written as PostgreSQL's: <c>postgres://…</c>, a driver's kin of it, or Npgsql's keywords.</summary>
    public static bool Recognises(string target) => ConnectionSettings.Recognises(target);

    /// <summary>Connects.</summary>
    /// <param name="target">A URL (<c>postgres://user@host/database?sslmode=require</c>) or Npgsql's keywords (<c>Host=…;Database=…</c>).</param>
    /// <param name="options">How to ask; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Gives up connecting.</param>
    /// <exception cref="UsageException">The target cannot be read.</exception>
    /// <exception cref="TargetException">There is no connection; the message is one line with host and database, and no password.</exception>
    public static async Task<PostgreSqlTarget> OpenAsync(string target, PostgreSqlOptions? options, CancellationToken cancellationToken)
    {
        options ??= new();
        return new(await Session.OpenAsync(ConnectionSettings.Read(target, options), options, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<TargetInfo> DescribeAsync(CancellationToken cancellationToken)
    {
        if (info is not null) return info;
        var sql = SqlText.Raw("""
            SELECT split_part(current_setting('server_version'), ' ', 1), current_database()::text, session_user::text, pg_is_in_recovery(),
              current_setting('transaction_read_only') = 'on'
            """);
        return info = (await Asked(() => session.QueryAsync(sql, row => new TargetInfo(
            Engine, row.GetString(0), session.Address, row.GetString(1), row.GetString(2), row.GetBoolean(4), row.GetBoolean(3) ? "standby" : "primary"), cancellationToken)))[0];
    }

    /// <inheritdoc/>
    public async ValueTask<TableName?> FindTableAsync(string name, CancellationToken cancellationToken) =>
        await Asked(() => new TableFinder(session).FindAsync(name, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<UniqueIndex>> GetUniqueIndexesAsync(TableName? table, CancellationToken cancellationToken) =>
        await Asked(() => new Catalogue(session).ReadAsync(table, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<KeyPart>> ParseKeyAsync(TableName table, string key, CancellationToken cancellationToken) =>
        await Asked(() => new KeyReader(session).ReadAsync(table, key, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => session.DisposeAsync();

    /// <summary>A refusal or a lost connection becomes one line.</summary>
    private async Task<T> Asked<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PostgresException refused)
        {
            throw new TargetException($"PostgreSQL at {session.Address} refused: {Refusal.Explain(refused, session.StatementTimeout)}.", refused);
        }
        catch (NpgsqlException lost)
        {
            throw new TargetException($"The connection to PostgreSQL at {session.Address} was lost: {lost.Message.ReplaceLineEndings(" ")}", lost);
        }
    }
}
