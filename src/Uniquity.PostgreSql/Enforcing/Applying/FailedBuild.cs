using Npgsql;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Enforcing.Planning;

namespace Uniquity.PostgreSql.Enforcing.Applying;

/// <summary>Removes what a build left that did not end well: it may refuse writes, and serves no read.</summary>
internal sealed class FailedBuild(IndexSession session, EnforceContext context)
{
    /// <summary>Drops the invalid index, and the parts of it in partitions.</summary>
    public async Task DropAsync(CancellationToken cancellationToken)
    {
        var wanted = context.Wanted;
        var whole = wanted.Table.Partitioned;
        foreach (var (table, index) in wanted.Table.Partitions.Select(partition => (partition.Name, EnforceSteps.PartOf(wanted, partition.Name))).Prepend((wanted.Table.Name, wanted.FullName)))
        {
            // With the index of the whole, the parts that were attached are gone; complete ones that were not are attached next time.
            if (await session.IsValidAsync(index, cancellationToken) != false) continue;
            if (whole && table == wanted.Table.Name) await session.BrieflyAsync(table, [IndexSql.Drop(index, concurrently: false)], cancellationToken);
            else await DropOneAsync(table, index, cancellationToken);
        }
    }

    private async Task DropOneAsync(TableName table, TableName index, CancellationToken cancellationToken)
    {
        try
        {
            await session.BrieflyAsync(table, [IndexSql.Drop(index, concurrently: false)], cancellationToken);
        }
        catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await session.ConcurrentlyAsync(table, IndexSql.Drop(index, concurrently: true), $"dropping {index.Name}", cancellationToken);
        }
    }
}
