using System.Runtime.InteropServices;
using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Undoing;

/// <summary>What one transaction of an undo takes back: a batch, or some groups of it.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="From">The first of its groups; <see langword="null"/> for all.</param>
/// <param name="To">The last of its groups; <see langword="null"/> for all.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Scope(int Batch, long? From = null, long? To = null)
{
    /// <summary>The whole batch.</summary>
    public Scope Whole => new(Batch);

    /// <summary>A condition on an archive's rows.</summary>
    public SqlText On(ArchiveTable table, string alias) => From is { } from && To is { } to
        ? SqlText.Of($"{table.Own(alias, "batch")} = {Batch} AND {table.Own(alias, "group")} BETWEEN {from} AND {to}")
        : SqlText.Of($"{table.Own(alias, "batch")} = {Batch}");

    /// <summary>A condition on an archive's rows that are not left as they are.</summary>
    public SqlText Coming(ArchiveTable table, string alias) => SqlText.Of($"{On(table, alias)} AND {table.Own(alias, "left")} IS NULL");
}
