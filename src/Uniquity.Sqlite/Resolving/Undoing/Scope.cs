using System.Globalization;
using System.Runtime.InteropServices;
using Uniquity.Sqlite.Resolving.Archiving;

namespace Uniquity.Sqlite.Resolving.Undoing;

/// <summary>What one transaction of an undo takes back: a batch, or one group of it.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Group">The group; <see langword="null"/> for all.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Scope(long Batch, long? Group)
{
    /// <summary>A condition on an archive's rows.</summary>
    public string On(ArchiveTable table, string alias) => Group is { } group
        ? string.Create(CultureInfo.InvariantCulture, $"{alias}.{table.Own("batch")} = {Batch} AND {alias}.{table.Own("group")} = {group}")
        : string.Create(CultureInfo.InvariantCulture, $"{alias}.{table.Own("batch")} = {Batch}");

    /// <summary>A condition on an archive's rows that are not left as they are; of merged rows, those that are as they became.</summary>
    public string Coming(ArchiveTable table, string alias) =>
        $"{On(table, alias)} AND {alias}.{table.Own("left")} IS NULL{(table.Kind == ArchiveKind.Merged ? $" AND {alias}.{table.Own("after")} = 1" : string.Empty)}";
}
