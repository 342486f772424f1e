using System.Collections.Concurrent;
using System.Data.Common;

namespace Uniquity.Violations.Exceptions;

/// <summary>How the exceptions of one driver tell a violation. Found by the names of the type and its bases, once for each type.</summary>
internal abstract class ExceptionShape
{
    private static readonly ConcurrentDictionary<Type, ExceptionShape?> Known = new();

    /// <summary>The shape of a type; <see langword="null"/> for what no driver throws.</summary>
    public static ExceptionShape? Of(Type type) => Known.TryGetValue(type, out var shape) ? shape : Known.GetOrAdd(type, Find);

    /// <summary>The first violation in it.</summary>
    public abstract Violation? First(Exception exception);

    /// <summary>All violations in it.</summary>
    public virtual IEnumerable<Violation> All(Exception exception) => First(exception) is { } violation ? [violation] : [];

    private static ExceptionShape? Find(Type type)
    {
        for (var at = type; at is not null && at != typeof(Exception); at = at.BaseType)
        {
            if (OfName(type, at.IsGenericType ? at.GetGenericTypeDefinition().FullName : at.FullName) is { } shape) return shape;
        }

        return typeof(DbException).IsAssignableFrom(type) ? new SqlStateShape() : null;
    }

    private static ExceptionShape? OfName(Type type, string? name) => name switch
    {
        "Npgsql.PostgresException" => new PostgreSqlShape(type),
        "Microsoft.Data.Sqlite.SqliteException" => new SqliteShape(type, "SqliteExtendedErrorCode"),
        "System.Data.SQLite.SQLiteException" => new SqliteShape(type, "ResultCode"),
        "Microsoft.Data.SqlClient.SqlException" or "System.Data.SqlClient.SqlException" => new NumberShape(type, "sqlserver", 2601, 2627, 1505),
        "MySqlConnector.MySqlException" or "MySql.Data.MySqlClient.MySqlException" => new NumberShape(type, "mysql", 1062, 1586),
        "Oracle.ManagedDataAccess.Client.OracleException" => new NumberShape(type, "oracle", 1),
        "MongoDB.Driver.MongoWriteException" => new MongoDbWriteShape(type, "WriteError"),
        "MongoDB.Driver.MongoBulkWriteException" or "MongoDB.Driver.ClientBulkWriteException" => new MongoDbWriteShape(type, "WriteErrors"),
        "MongoDB.Driver.MongoCommandException" => new MongoDbCommandShape(type),
        _ => null,
    };
}
