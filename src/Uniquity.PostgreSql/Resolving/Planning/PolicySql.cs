using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving.Planning;

/// <summary>Words a policy as ORDER BY: the row that stays comes first, and no two rows are equal.</summary>
internal static class PolicySql
{
    /// <summary>The most arguments that one call takes.</summary>
    private const int ArgumentsPerCall = 90;

    /// <summary>The order of rows of a table.</summary>
    /// <param name="keep">The policy.</param>
    /// <param name="table">The table; where it lacks the policy's field (a child), the first row stays.</param>
    /// <param name="alias">The alias with the table's columns.</param>
    /// <param name="identity">The identity there, where it is not under the table's own names.</param>
    public static SqlText Order(KeepPolicy keep, TableShape table, string alias, IReadOnlyList<SqlText>? identity = null)
    {
        var id = identity ?? [.. table.Id.Select(part => SqlText.Of($"{SqlText.Raw(alias)}.{part}"))];
        var ties = SqlText.Join(", ", keep.Kind == KeepKind.Last ? id.Select(part => SqlText.Of($"{part} DESC")) : id);
        return First(keep, table, alias) is { } first ? SqlText.Of($"{first}, {ties}") : ties;
    }

    /// <summary>The order in words.</summary>
    public static string Words(KeepPolicy keep, TableShape table)
    {
        var ties = table.Physical ? "the physical address (there is no primary key)" : string.Join(", ", table.Identity);
        return keep.Kind switch
        {
            KeepKind.First => $"the smallest {ties} first",
            KeepKind.Last => $"the largest {ties} first",
            KeepKind.MostComplete => $"the fewest nulls first, then the smallest {ties}",
            KeepKind.Newest or KeepKind.Largest => $"the {(keep.Kind == KeepKind.Newest ? "latest" : "largest")} {keep.Field} first, then the smallest {ties}",
            _ => $"the {(keep.Kind == KeepKind.Oldest ? "earliest" : "smallest")} {keep.Field} first, then the smallest {ties}",
        };
    }

    private static SqlText? First(KeepPolicy keep, TableShape table, string alias)
    {
        if (keep.Kind == KeepKind.MostComplete)
        {
            var calls = table.Columns.Chunk(ArgumentsPerCall).Select(chunk => SqlText.Of($"num_nonnulls({SqlText.Join(", ", chunk.Select(column => column.Of(alias)))})"));
            return SqlText.Of($"{SqlText.Join(" + ", calls)} DESC");
        }

        if (keep.Field is null || table.Columns.FirstOrDefault(column => column.Name == keep.Field) is not { } field) return null;
        return keep.Kind is KeepKind.Newest or KeepKind.Largest ? SqlText.Of($"{field.Of(alias)} DESC NULLS LAST") : SqlText.Of($"{field.Of(alias)} NULLS LAST");
    }
}
