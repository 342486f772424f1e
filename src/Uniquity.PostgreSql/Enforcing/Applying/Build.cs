using Npgsql;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Enforcing.Planning;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Enforcing.Applying;

/// <summary>Builds the index, of a partitioned table part by part.</summary>
internal sealed class Build(IndexSession session, WantedIndex wanted)
{
    /// <summary>Builds it; parts that an earlier call completed stay.</summary>
    /// <exception cref="PostgresException">A duplicate stands in the way (23505), a lock was not granted.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!wanted.Table.Partitioned)
        {
            await session.ConcurrentlyAsync(wanted.Table.Name, EnforceSteps.Build(wanted).Single(), $"building {wanted.Name}", cancellationToken);
            return;
        }

        foreach (var statement in EnforceSteps.Build(wanted).Take(1)) await session.BrieflyAsync(wanted.Table.Name, [statement], cancellationToken);
        foreach (var partition in wanted.Table.Partitions)
        {
            var own = EnforceSteps.PartOf(wanted, partition.Name);
            var create = IndexSql.CreateUnique(wanted, partition.Partitioned ? SqlText.Of($"ONLY {partition.Name}") : SqlText.Name(partition.Name), SqlText.Name(own.Name), concurrently: !partition.Partitioned, unlessThere: true);
            if (partition.Partitioned) await session.BrieflyAsync(partition.Name, [create], cancellationToken);
            else await session.ConcurrentlyAsync(partition.Name, create, $"building {own.Name}", cancellationToken);
            await session.BrieflyAsync(wanted.Table.Name, [IndexSql.Attach(Parent(partition), own)], cancellationToken);
        }
    }

    private TableName Parent(Partition partition) => partition.Parent == wanted.Table.Name ? wanted.FullName : EnforceSteps.PartOf(wanted, partition.Parent);
}
