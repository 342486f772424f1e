using Uniquity.Indexes;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>Words whom a step holds up, and for how long.</summary>
internal static class Locks
{
    /// <summary>CONCURRENTLY.</summary>
    public const string None = "nobody waits: reads and writes go on; only VACUUM, ALTER TABLE and other index builds of the table wait";

    /// <summary>No lock that anybody notices.</summary>
    public const string Nothing = "nobody waits";

    /// <summary>Rows in batches.</summary>
    public const string Rows = "writers of the rows of a batch wait while it lasts, under a second";

    /// <summary>ACCESS EXCLUSIVE for a moment.</summary>
    public static string Table(TableName table) => $"reads and writes of {table} wait some milliseconds; the lock is given up after 0.3 s and tried again, so that nobody queues behind it";

    /// <summary>SHARE ROW EXCLUSIVE for a moment.</summary>
    public static string Writers(TableName table) => $"writes of {table} wait some milliseconds, reads go on; the lock is given up after 0.3 s and tried again, so that nobody queues behind it";
}
