using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>Refuses what PostgreSQL cannot enforce, with the reason and what to do instead.</summary>
internal static class RequestCheck
{
    /// <summary>Checks.</summary>
    public static void Check(EnforceRequest request, IReadOnlyList<KeyPart> key, TableState table, int version)
    {
        if (request.Name is { } name) IndexName.Check(name);
        if (request.Nulls is NullHandling.NotDistinct && version < 15)
            throw new RefusedException($"NULLS NOT DISTINCT needs PostgreSQL 15, and this one is {version}: enforce the key as it is, and add a second index for the rows with a null: --key '(email is null)' --where 'email is null'");
        if (request.Nulls is NullHandling.Sparse or NullHandling.Value) throw new UsageException("sparse indexes are MongoDB's: PostgreSQL leaves nulls out of the index with --skip-null");
        if (request.Nulls is NullHandling.NotDistinct && request.SkipNull) throw new UsageException("--skip-null leaves null keys out and --nulls not-distinct lets one of them in: choose one");
        if (request.As == EnforceAs.Constraint) CheckConstraint(request, key, table);
        if (request.Guard && version < 14) throw new RefusedException($"A guard needs PostgreSQL 14, and this one is {version}: leave out --guard; what arrives meanwhile is found by the build, and told.");
        if (request.Guard && table.Kind == 'm') throw new RefusedException($"{table.Name} is a materialized view, which takes no trigger: leave out --guard.");
        if (request.Guard && !table.Guards) throw new RefusedException($"{table.User} may not create in the schema uniquity, where a guard lives. As an owner: CREATE SCHEMA IF NOT EXISTS uniquity AUTHORIZATION \"{table.User}\" (or leave out --guard)");
        if (request.Guard && table.HidesRows) throw new RefusedException($"Row-level security is forced on {table.Name}, so a guard would not see every row: leave out --guard.");
        if (table.Partitioned) CheckPartitionKey(key, table);
    }

    private static void CheckConstraint(EnforceRequest request, IReadOnlyList<KeyPart> key, TableState table)
    {
        const string Instead = "a unique index enforces the same for every writer; what it cannot do is to be referred to by a foreign key, or be deferred: --as index";
        if (request.Where is not null || request.SkipNull) throw new RefusedException($"A constraint has no filter, an index has: {Instead}");
        if (key.FirstOrDefault(part => part.Expression) is { } expression) throw new RefusedException($"A constraint is over columns, and {expression.Part} is an expression: {Instead}");
        if (key.Any(part => part.Descending || part.Collation is not null)) throw new RefusedException($"A constraint sorts its columns in their own order and collation: {Instead}");
        if (table.Kind == 'm') throw new RefusedException($"{table.Name} is a materialized view, which takes an index and no constraint: --as index");
        if (table.Partitioned) throw new RefusedException($"{table.Name} is partitioned, and PostgreSQL makes no constraint of an index there: {Instead}");
    }

    private static void CheckPartitionKey(IReadOnlyList<KeyPart> key, TableState table)
    {
        var columns = key.Where(part => !part.Expression).Select(part => part.Part).ToHashSet(StringComparer.Ordinal);
        if (table.PartitionKey.Contains(null))
            throw new RefusedException($"{table.Name} is partitioned by an expression, and PostgreSQL makes no unique index over such partitions: enforce the key in each partition, or in a table of its own that holds the keys.");
        var missing = table.PartitionKey.Where(column => !columns.Contains(column!)).ToList();
        if (missing.Count > 0)
            throw new RefusedException($"{table.Name} is partitioned by {string.Join(", ", table.PartitionKey)}, and an index sees one partition only, so its key must hold {string.Join(", ", missing)}: --key {string.Join(',', key.Select(part => part.Part).Concat(missing))} (unique within a partition), or a table of its own that holds the keys.");
    }
}
