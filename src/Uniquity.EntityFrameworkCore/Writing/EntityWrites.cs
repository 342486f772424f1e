using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Npgsql;
using Uniquity.PostgreSql.Writing;
using Uniquity.Writing;

namespace Uniquity.EntityFrameworkCore.Writing;

/// <summary>Runs the writes of one entity on the context's own connection, transaction and execution strategy.</summary>
internal sealed class EntityWrites<T>(DbContext context, Expression<Func<T, object?>> key)
    where T : class
{
    private const string NoArbiter = "42P10";

    private readonly EntityTable _table = EntityTable.Of(context, key);

    /// <summary>Writes one entity.</summary>
    /// <param name="entity">The entity; the context must not track it.</param>
    /// <param name="write">What to do with its values.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<WriteResult<T>> RunAsync(T entity, Func<RowWriter<object?[]>, NpgsqlWriteSession, object?[], Task<WriteResult<object?[]>>> write, CancellationToken cancellation)
    {
        var row = Values(entity);
        var result = await StrategyAsync(connection => write(_table.Writer, new NpgsqlWriteSession(connection), row), cancellation);
        if (result.Outcome == WriteOutcome.Inserted) return new(result.Outcome, Track(entity, result.Row));

        // What was sent comes back as it is where nobody looked at what is there.
        return new(result.Outcome, ReferenceEquals(result.Row, row) ? entity : await FindAsync(result.Row, entity, cancellation));
    }

    /// <summary>Writes many; they are not tracked.</summary>
    public async IAsyncEnumerable<WriteResult<T>> BulkAsync(
        IAsyncEnumerable<T> entities, UpsertOptions<T> options, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await context.Database.OpenConnectionAsync(cancellation);
        try
        {
            var sent = new Queue<T>();
            var connection = Connection();
            var table = _table.Writer.Table with { Partitioned = await CatalogTable.IsPartitionedAsync(connection, _table.Writer.Table.Sql, cancellation) };
            var results = BulkUpserts.RunAsync(new(table, _table.Writer.Rows), connection, TakenApart(), Columns(options), cancellation);
            await foreach (var result in results)
            {
                var entity = sent.Dequeue();
                if (result.Outcome is WriteOutcome.Inserted or WriteOutcome.Updated) Take(entity, result.Row);
                yield return new(result.Outcome, entity) { Rejection = result.Rejection };
            }

            async IAsyncEnumerable<object?[]> TakenApart()
            {
                await foreach (var entity in entities.WithCancellation(cancellation))
                {
                    sent.Enqueue(entity);
                    yield return Values(entity);
                }
            }
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    /// <summary>The options as column numbers.</summary>
    public UpsertColumns Columns(UpsertOptions<T> options) => UpsertColumns.Of(_table.Writer.Table, options);

    private object?[] Values(T entity)
    {
        if (context.Entry(entity).State != EntityState.Detached)
            throw new WriteException($"This {typeof(T).Name} is tracked by the context already. Give one that is new: race-free writes do not go through SaveChanges.");
        return [.. _table.Columns.Select(column => column.Value(context, entity))];
    }

    private NpgsqlConnection Connection() => context.Database.GetDbConnection() as NpgsqlConnection
        ?? throw new WriteException($"Race-free writes under EF Core are for PostgreSQL; this context is on {context.Database.ProviderName}.");

    // In the caller's transaction the caller's strategy is already at work.
    private Task<TResult> StrategyAsync<TResult>(Func<NpgsqlConnection, Task<TResult>> run, CancellationToken cancellation)
    {
        return context.Database.CurrentTransaction is not null ? OpenedAsync(cancellation) : context.Database.CreateExecutionStrategy().ExecuteAsync(OpenedAsync, cancellation);

        async Task<TResult> OpenedAsync(CancellationToken token)
        {
            await context.Database.OpenConnectionAsync(token);
            try
            {
                return await run(Connection());
            }
            catch (PostgresException refusal) when (refusal.SqlState == NoArbiter)
            {
                throw new WriteException($"The model has the unique index {_table.Writer.Table.Arbiter.Index}, but the database has none like it on {_table.Writer.Table.Sql}. Run the migrations.");
            }
            finally
            {
                await context.Database.CloseConnectionAsync();
            }
        }
    }

    private T Track(T entity, object?[] row)
    {
        Take(entity, row);
        var entry = context.Attach(entity);
        foreach (var column in _table.Columns.Where(column => column.Shadow is not null))
        {
            var property = entry.Property(column.Shadow!);
            property.CurrentValue = property.OriginalValue = column.FromRaw(row[IndexOf(column)]);
        }

        entry.State = EntityState.Unchanged;
        return entity;
    }

    private int IndexOf(EntityColumn column) => _table.Columns.ToList().IndexOf(column);

    private void Take(T entity, object?[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (_table.Columns[i].Column.Generated) _table.Columns[i].Take(entity, row[i]);
        }
    }

    // By its primary key: the context gives the instance that it tracks, if it does.
    private async Task<T> FindAsync(object?[] row, T sent, CancellationToken cancellation)
    {
        var primary = _table.Entity.FindPrimaryKey()!.Properties.Select(property => _table.Columns.Select((column, at) => (column, at)).First(pair => pair.column.Is(property))).ToList();
        var entity = Expression.Parameter(typeof(T));
        var same = primary
            .Select(part => Expression.Equal(
                Expression.Call(typeof(EF), nameof(EF.Property), [part.column.ClrType], entity, Expression.Constant(part.column.Name)),
                Expression.Constant(part.column.FromRaw(row[part.at]), part.column.ClrType)))
            .Aggregate(Expression.AndAlso);
        var tracked = context.ChangeTracker.Entries<T>().Any();
        var found = await context.Set<T>().IgnoreQueryFilters().AsTracking().FirstOrDefaultAsync(Expression.Lambda<Func<T, bool>>(same, entity), cancellation);
        if (found is null) return sent;
        if (tracked) await RefreshAsync(context.Entry(found), cancellation);
        return found;
    }

    // What the caller has changed and not saved yet is the caller's: only what it is compared with, and what is unchanged, is as stored now.
    private static async Task RefreshAsync(EntityEntry<T> entry, CancellationToken cancellation)
    {
        if (entry.State == EntityState.Unchanged)
        {
            await entry.ReloadAsync(cancellation);
            return;
        }

        if (await entry.GetDatabaseValuesAsync(cancellation) is not { } stored) return;
        foreach (var property in entry.Properties.Where(property => !property.Metadata.IsPrimaryKey()))
        {
            if (!property.IsModified) property.CurrentValue = stored[property.Metadata];
            property.OriginalValue = stored[property.Metadata];
        }
    }
}
