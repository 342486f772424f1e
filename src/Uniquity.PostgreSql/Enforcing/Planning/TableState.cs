using Uniquity.Indexes;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>A table, as far as indexes of it are concerned.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Oid">Its object id.</param>
/// <param name="Kind">pg_class.relkind: r, p, m, f, v.</param>
/// <param name="User">Who asks.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="Owns">Whether the user may act as the owner.</param>
/// <param name="Creates">Whether the user may create in its schema.</param>
/// <param name="Guards">Whether the user may create in the schema of guards, or make that schema.</param>
/// <param name="HidesRows">Whether row-level security hides rows even from the owner.</param>
/// <param name="Recovery">Whether the server is a standby.</param>
/// <param name="PartitionKey">The columns of the partition key; null stands for an expression.</param>
internal sealed record TableState(
    TableName Name, long Oid, char Kind, string User, string Owner, bool Owns, bool Creates, bool Guards, bool HidesRows, bool Recovery, IReadOnlyList<string?> PartitionKey)
{
    /// <summary>Every partition below it, parents first.</summary>
    public IReadOnlyList<Partition> Partitions { get; init; } = [];

    /// <summary>Whether it is partitioned.</summary>
    public bool Partitioned => Kind == 'p';

    /// <summary>The tables that hold rows: its leaf partitions, or itself.</summary>
    public IEnumerable<TableName> Leaves => Partitioned ? Partitions.Where(partition => !partition.Partitioned).Select(partition => partition.Name) : [Name];
}

/// <summary>A partition.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parent">The table that it is a part of.</param>
/// <param name="Partitioned">Whether it has partitions itself.</param>
/// <param name="Foreign">Whether it is a foreign table, which takes no index.</param>
internal sealed record Partition(TableName Name, TableName Parent, bool Partitioned, bool Foreign);
