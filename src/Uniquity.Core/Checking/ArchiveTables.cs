using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>Tells the tables of the product's own archive from a person's.</summary>
internal static class ArchiveTables
{
    /// <summary>Whether a table is the archive's: in the schema <c>uniquity</c>, or named for it where there are no schemas.</summary>
    public static bool Contains(TableName table) =>
        table.Schema == "uniquity" || (table.Schema is null && (table.Name.StartsWith("uniquity_", StringComparison.Ordinal) || table.Name.StartsWith("uniquity.", StringComparison.Ordinal)));
}
