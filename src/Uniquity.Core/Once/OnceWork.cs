using System.Data.Common;

namespace Uniquity.Once;

/// <summary>The transaction in which the key is stored. What the action writes through it is committed with the key, or not at all.</summary>
/// <param name="Connection">The open connection; not the action's to close.</param>
/// <param name="Transaction">The transaction; not the action's to commit. Rolling it back undoes the key, too.</param>
/// <remarks>
/// Work elsewhere (another database, an email, another service) is outside this promise: write a row of an outbox instead.
/// Not safe for concurrent use, as a connection is not.
/// </remarks>
public sealed record OnceWork(DbConnection Connection, DbTransaction Transaction);
