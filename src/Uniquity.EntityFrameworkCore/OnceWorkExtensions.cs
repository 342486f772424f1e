using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Uniquity.Once;

namespace Uniquity.EntityFrameworkCore;

/// <summary>Saves of a context as part of once-only work.</summary>
public static class OnceWorkExtensions
{
    /// <summary>Puts the context on the work's connection and into its transaction, so that what it saves is committed with the key, or not at all.</summary>
    /// <param name="database">The context's database; nothing may have been read or written through it yet.</param>
    /// <param name="work">The work, as a request or a webhook gets it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when the context has joined.</returns>
    /// <exception cref="InvalidOperationException">The context has a connection open already.</exception>
    /// <remarks>A retrying execution strategy cannot retry inside somebody else's transaction: the whole request is what is tried again.</remarks>
    public static async Task JoinAsync(this DatabaseFacade database, OnceWork work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(work);
        database.SetDbConnection(work.Connection, contextOwnsConnection: false);
        await database.UseTransactionAsync(work.Transaction, cancellationToken);
    }
}
