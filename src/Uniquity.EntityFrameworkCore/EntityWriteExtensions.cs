using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Uniquity.EntityFrameworkCore.Writing;
using Uniquity.Writing;

namespace Uniquity.EntityFrameworkCore;

/// <summary>Writes of entities that cannot race: the unique index decides, never a look before the write.</summary>
/// <remarks>
/// <para>
/// They go straight to the database, on the context's connection, in its transaction if there is one, and by its execution strategy
/// otherwise; not through <c>SaveChanges</c>. The key is matched to a unique index or key of the model; of a filtered index the
/// filter is sent. Value converters, owned and complex types in the entity's own table, discriminators and generated columns are
/// respected; navigations are not followed. PostgreSQL only.
/// </para>
/// <para>A taken key raises no error in the database, so the caller's transaction stays usable. As little thread safe as the context.</para>
/// </remarks>
public static class EntityWriteExtensions
{
    /// <summary>Inserts the entity, or gets the one that has its key.</summary>
    /// <typeparam name="T">The entity.</typeparam>
    /// <param name="set">The set.</param>
    /// <param name="entity">The entity; the context must not track it yet.</param>
    /// <param name="key">The key: <c>x => x.Email</c>, <c>x => new { x.TenantId, x.Email }</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// <see cref="WriteOutcome.Inserted"/> with the entity, its generated values set, or <see cref="WriteOutcome.Existing"/> with the one
    /// that is there; tracked, unchanged.
    /// </returns>
    /// <exception cref="WriteException">No unique index of the model has the key, or the entity is spread over several tables.</exception>
    public static Task<WriteResult<T>> InsertOrGetAsync<T>(this DbSet<T> set, T entity, Expression<Func<T, object?>> key, CancellationToken cancellationToken = default)
        where T : class =>
        Writes(set, key).RunAsync(entity, (writer, session, row) => writer.InsertOrGetAsync(session, row, cancellationToken), cancellationToken);

    /// <summary>Inserts the entity unless its key is taken; what has the key is not looked at.</summary>
    /// <typeparam name="T">The entity.</typeparam>
    /// <param name="set">The set.</param>
    /// <param name="entity">The entity; the context must not track it yet.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see cref="WriteOutcome.Inserted"/> with the entity tracked, or <see cref="WriteOutcome.Existing"/> with it left alone.</returns>
    /// <exception cref="WriteException">No unique index of the model has the key, or the entity is spread over several tables.</exception>
    public static Task<WriteResult<T>> InsertIfAbsentAsync<T>(this DbSet<T> set, T entity, Expression<Func<T, object?>> key, CancellationToken cancellationToken = default)
        where T : class =>
        Writes(set, key).RunAsync(entity, (writer, session, row) => writer.InsertIfAbsentAsync(session, row, cancellationToken), cancellationToken);

    /// <summary>Inserts the entity, or updates the one that has its key.</summary>
    /// <typeparam name="T">The entity.</typeparam>
    /// <param name="set">The set.</param>
    /// <param name="entity">The entity; the context must not track it yet.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">What to update, and whether only by what is newer; everything, always, where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What happened, and the entity as it is stored; tracked, unchanged.</returns>
    /// <exception cref="WriteException">No unique index of the model has the key, or the entity is spread over several tables.</exception>
    public static Task<WriteResult<T>> UpsertAsync<T>(
        this DbSet<T> set, T entity, Expression<Func<T, object?>> key, UpsertOptions<T>? options = null, CancellationToken cancellationToken = default)
        where T : class
    {
        var writes = Writes(set, key);
        var columns = writes.Columns(options ?? new());
        return writes.RunAsync(entity, (writer, session, row) => writer.UpsertAsync(session, row, columns, cancellationToken), cancellationToken);
    }

    /// <summary>Inserts or updates any number of entities, a chunk at a time, and tells what became of each.</summary>
    /// <typeparam name="T">The entity.</typeparam>
    /// <param name="set">The set.</param>
    /// <param name="entities">The entities; read as they are needed.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">What to update, whether only by what is newer, and how many at a time.</param>
    /// <param name="cancellationToken">Stops after the chunk at hand; what was told is committed.</param>
    /// <returns>
    /// One result for each entity, in their order; generated values are set on those that were written, and none is tracked. Of several
    /// with one key in a chunk the last (or newest) is written and the others are <see cref="WriteOutcome.Superseded"/>; one that
    /// another unique index refuses is <see cref="WriteOutcome.Rejected"/>.
    /// </returns>
    /// <exception cref="WriteException">No unique index of the model has the key, or the entity is spread over several tables.</exception>
    public static IAsyncEnumerable<WriteResult<T>> BulkUpsertAsync<T>(
        this DbSet<T> set, IAsyncEnumerable<T> entities, Expression<Func<T, object?>> key, UpsertOptions<T>? options = null, CancellationToken cancellationToken = default)
        where T : class =>
        Writes(set, key).BulkAsync(entities, options ?? new(), cancellationToken);

    private static EntityWrites<T> Writes<T>(DbSet<T> set, Expression<Func<T, object?>> key)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(key);
        return new(((IInfrastructure<IServiceProvider>)set).GetService<ICurrentDbContext>().Context, key);
    }
}
