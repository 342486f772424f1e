using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.Indexes;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>What a person should know before saying yes.</summary>
internal static class EnforceWarnings
{
    /// <summary>The warnings.</summary>
    public static IReadOnlyList<string> Of(EnforceContext context, EnforceRequest request, IReadOnlyList<UniqueIndex> indexes, DuplicateReport? report, int version)
    {
        var warnings = new List<string>();
        var (table, wanted) = (context.Table.Name, context.Wanted);
        foreach (var index in indexes.Where(index => !index.Valid && index.Name != wanted.Name && wanted.IsSame(index)))
            warnings.Add($"{index.Name} has the same key and is invalid: a build that failed left it, and it may refuse writes. Drop it: uniquity drop-index {index.Name} --on {table}");
        if (report is { NullKeyRows: > 0 } && !wanted.NullsEqual && !request.SkipNull)
            warnings.Add($"{report.NullKeyRows} rows have a null in the key; nulls are distinct, so any number may (--nulls not-distinct lets one in, --skip-null leaves them out of the index)");
        if (request is { SkipNull: true }) warnings.Add("reads that look for null keys do not use this index");
        if (request.Guard && context.Hash is null) warnings.Add("a part of the key cannot be hashed, so while the guard stands all writers of the table wait for each other");
        if (request.Guard) warnings.Add("while the guard stands a write costs some 20 µs more, and one of REPEATABLE READ or SERIALIZABLE may have to be repeated (40001)");
        else if (report is { Groups: > 0 } && request.Keep is not null) warnings.Add("duplicates that arrive after they were resolved are found by the build and resolved again, three times at most; --guard refuses them from the start");
        if (request.As == EnforceAs.Index && request.Replace is not null && context.Replaced!.Index.Constraint) warnings.Add($"{request.Replace} is a constraint and {wanted.Name} will be an index: ON CONFLICT ON CONSTRAINT {request.Replace} in statements then fails (--as constraint keeps it one)");
        if (context.Replaced is { } replaced && replaced.Index.Name != (context.Rename ?? wanted.Name)) warnings.Add($"statements and code that name {replaced.Index.Name} (ON CONFLICT ON CONSTRAINT, error handling) have to name {wanted.Name}");
        if (context.Table.Partitioned) warnings.Add("a partition that is added later gets its part of the index by itself");
        return warnings;
    }
}
