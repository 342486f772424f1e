using Uniquity.Resolving;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Planning;

/// <summary>Words a policy as ORDER BY: the row that stays comes first, and no two rows are equal.</summary>
internal static class PolicySql
{
    /// <summary>What the policy compares in a row; NULL where it compares nothing, or the table (a child) lacks the field: then the first row stays.</summary>
    public static string Compared(KeepPolicy keep, TableShape table, string alias)
    {
        if (keep.Kind == KeepKind.MostComplete) return Names.Joined("+", [.. table.Columns.Select(column => $"({alias}.{SqliteName.Quote(column.Name)} IS NOT NULL)")], "0");
        return keep.Field is { } field && table.Table.Find(field) is { } column ? $"{alias}.{SqliteName.Quote(column.Name)}" : "NULL";
    }

    /// <summary>The order of rows.</summary>
    /// <param name="keep">The policy.</param>
    /// <param name="table">The table.</param>
    /// <param name="compared">The name of what is compared.</param>
    /// <param name="ties">The names of what ends ties.</param>
    public static string Order(KeepPolicy keep, TableShape table, string compared, IReadOnlyList<string> ties)
    {
        var direction = keep.Kind is KeepKind.Newest or KeepKind.Largest or KeepKind.MostComplete ? "DESC NULLS LAST" : "NULLS LAST";
        var collation = keep.Field is { } field && table.Table.Find(field) is { } column ? $" COLLATE {SqliteName.Quote(column.Collation)}" : string.Empty;
        return Names.List(ties.Select(tie => keep.Kind == KeepKind.Last ? $"{tie} DESC" : tie).Prepend($"{compared}{collation} {direction}"));
    }

    /// <summary>The order in words.</summary>
    public static string Words(KeepPolicy keep, TableShape table)
    {
        var ties = table.PrimaryKey.Count == 0 ? "rowid (there is no primary key)" : string.Join(", ", table.PrimaryKey);
        return keep.Kind switch
        {
            KeepKind.First => $"the smallest {ties} first",
            KeepKind.Last => $"the largest {ties} first",
            KeepKind.MostComplete => $"the fewest nulls first, then the smallest {ties}",
            KeepKind.Newest or KeepKind.Largest => $"the {(keep.Kind == KeepKind.Newest ? "latest" : "largest")} {keep.Field} first, then the smallest {ties}",
            _ => $"the {(keep.Kind == KeepKind.Oldest ? "earliest" : "smallest")} {keep.Field} first, then the smallest {ties}",
        };
    }
}
