using Uniquity.Indexes;
using Uniquity.PostgreSql.Enforcing.Planning;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Enforcing.Guarding;

/// <summary>The names of a table's guard; a table has one at most.</summary>
/// <param name="Table">The table's object id.</param>
internal sealed record Guard(long Table)
{
    /// <summary>The trigger's name.</summary>
    public const string Trigger = "uniquity_guard";

    /// <summary>The function that the trigger calls.</summary>
    public SqlText Function => SqlText.Of($"uniquity.guard_{Table}");

    /// <summary>The table in which a writer marks the key that it has written.</summary>
    public SqlText Marks => SqlText.Of($"uniquity.guard_{Table}_marks");

    /// <summary>The index that a guard looks keys up by, of a table or of a partition.</summary>
    public static TableName Lookup(TableName leaf) => leaf with { Name = Quote.Shorten($"{leaf.Name}_uniquity_guard") };

    /// <summary>The statements that install it.</summary>
    public IEnumerable<SqlText> Install(WantedIndex wanted, string? hash, IReadOnlyList<PartSql> types)
    {
        foreach (var statement in Remove()) yield return statement;
        yield return SqlText.Of($"CREATE UNLOGGED TABLE {Marks} (key bigint PRIMARY KEY, times integer NOT NULL) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05)");
        yield return new GuardFunction(this, wanted, hash, types).Create();
        yield return SqlText.Of($"REVOKE ALL ON FUNCTION {Function}() FROM PUBLIC");
        yield return SqlText.Of($"COMMENT ON FUNCTION {Function}() IS {SqlText.Raw(Quote.Literal($"Uniquity: guards {wanted.Table.Name} until {wanted.Name} stands; uniquity enforce removes it"))}");
        yield return SqlText.Of($"CREATE TRIGGER {SqlText.Raw(Trigger)} AFTER INSERT OR UPDATE ON {wanted.Table.Name} FOR EACH ROW EXECUTE FUNCTION {Function}()");

        // A unique index does not ask for session_replication_role either. Not every server passes this on to partitions.
        foreach (var table in wanted.Table.Partitions.Select(partition => partition.Name).Prepend(wanted.Table.Name))
            yield return SqlText.Of($"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {SqlText.Raw(Trigger)}");
    }

    /// <summary>The statements that remove it.</summary>
    public IEnumerable<SqlText> Remove()
    {
        yield return SqlText.Of($"DROP FUNCTION IF EXISTS {Function}() CASCADE");
        yield return SqlText.Of($"DROP TABLE IF EXISTS {Marks}");
    }
}
