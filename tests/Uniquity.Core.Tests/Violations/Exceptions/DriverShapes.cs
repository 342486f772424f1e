#pragma warning disable MA0048, IDE0130 // The drivers' own names and namespaces, together: their shape is what is under test.
using System.Data.Common;

namespace MongoDB.Driver
{
    // As in MongoDB.Driver 3.x: https://mongodb.github.io/mongo-csharp-driver/3.0.0/api/MongoDB.Driver/.
    public enum ServerErrorCategory { Uncategorized, DuplicateKey, ExecutionTimeout }

    public class WriteError(ServerErrorCategory category, int code, string message)
    {
        public ServerErrorCategory Category { get; } = category;

        public int Code { get; } = code;

        public string Message { get; } = message;
    }

    public class BulkWriteError(int index, int code, string message) : WriteError(ServerErrorCategory.DuplicateKey, code, message)
    {
        public int Index { get; } = index;
    }

    public class MongoException(string message) : Exception(message);

    public class MongoWriteException(WriteError? error) : MongoException("A write operation resulted in an error. " + error?.Message)
    {
        public WriteError? WriteError { get; } = error;
    }

    public class MongoBulkWriteException(IEnumerable<BulkWriteError> errors) : MongoException("A bulk write operation resulted in one or more errors.")
    {
        public IReadOnlyList<BulkWriteError> WriteErrors { get; } = [.. errors];
    }

    public class MongoBulkWriteException<TDocument>(IEnumerable<BulkWriteError> errors) : MongoBulkWriteException(errors)
    {
        public Type Document => typeof(TDocument);
    }

    public class ClientBulkWriteException(IReadOnlyDictionary<int, WriteError> errors) : MongoException("Bulk write failed.")
    {
        public IReadOnlyDictionary<int, WriteError> WriteErrors { get; } = errors;
    }

    public class MongoCommandException(int code, string message, object? result = null) : MongoException(message)
    {
        public int Code { get; } = code;

        public object? Result { get; } = result;
    }
}

namespace Microsoft.Data.SqlClient
{
    public class SqlException(int number, string message) : DbException(message)
    {
        public int Number { get; } = number;
    }
}

namespace MySqlConnector
{
    public class MySqlException(int number, string message) : DbException(message)
    {
        public int Number { get; } = number;

        public override string? SqlState => "23000";
    }
}

namespace Some.Odbc
{
    public class OdbcLikeException(string state, string message) : DbException(message)
    {
        public override string? SqlState { get; } = state;
    }
}
