using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Facts;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Wording;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ208: the index that refused belongs to one partition and to no index of the partitioned table.</summary>
/// <remarks>An index that the partitioned table's own index brought along is another matter: it is attached, and all partitions have it.</remarks>
internal sealed class PartitionOnly(Session session) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ208";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken) =>
        context is { Index: { } index, Violation: not null }
            ? await session.CheckedAsync(index.Table.ToString(), () => ProbeAsync(context, index, cancellationToken))
            : ProbeResult.Absent;

    private async Task<ProbeResult> ProbeAsync(DiagnosisContext context, UniqueIndex index, CancellationToken cancellationToken)
    {
        var own = SqlText.Of($"""
            SELECT pn.nspname::text, p.relname::text, pg_get_partkeydef(p.oid) FROM pg_class c
            JOIN pg_inherits h ON h.inhrelid = c.oid JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
            WHERE c.oid = {SqlText.Value(Quote.Table(index.Table), "regclass")} AND c.relispartition
              AND NOT (SELECT i.relispartition FROM pg_class i WHERE i.oid = {SqlText.Value(Quote.Table(index.Table with { Name = index.Name }), "regclass")})
            """);
        if (await session.QueryAsync(own, row => (Parent: new TableName(row.GetString(0), row.GetString(1)), Key: row.GetString(2)), cancellationToken) is not [var found]) return ProbeResult.Absent;
        var evidence = new List<Evidence> { new($"{index.Name} is an index of the partition {index.Table} alone; {found.Parent}, partitioned by {found.Key}, has none like it", own.Literal) };
        var elsewhere = await ElsewhereAsync(context, index, found.Parent, cancellationToken);
        if (elsewhere is { } other && other.Count > 0) evidence.Insert(0, new($"{Counted.Of(other.Count, "row")} of other partitions of {found.Parent} {Counted.Noun(other.Count, "has", "have")} the same key, and nothing refused them", other.Query));
        var names = string.Join(", ", index.Key.Select(part => part.Part));
        return Verdict.Of(
            Code, elsewhere is { Count: > 0 } ? Confidence.Certain : Confidence.Likely,
            $"{names} is unique only within the partition {index.Table}: {index.Name} was built there, and {found.Parent} as a whole takes the same key once in every other partition.",
            evidence,
            new Remedy
            {
                Title = $"Where {names} need be unique only together with the partition key ({found.Key}), say so on the partitioned table",
                Kind = RemedyKind.Index,
                Reversible = true,
                Lock = RemedyLock.None,
                Commands = [.. context.Target.Statements.DropIndex(index)],
            },
            Verdict.Advice($"Where {names} shall be unique in all of {found.Parent}: keep the keys in a table of their own that is not partitioned, with a unique index, and write to both in one transaction", RemedyKind.Index));
    }

    private async Task<(long Count, string Query)?> ElsewhereAsync(DiagnosisContext context, UniqueIndex index, TableName parent, CancellationToken cancellationToken)
    {
        if (context.Key.Count != index.Key.Count || context.Key.Any(value => value.Value is null)) return null;
        var parts = await new PartTyping(session).ResolveAsync(parent, index.Key, cancellationToken);
        var same = SqlText.Join(" AND ", parts.Zip(context.Key, (part, value) => part.Equals(value.Value)));
        var sql = SqlText.Of($"SELECT count(*) FROM {parent} WHERE {same} AND tableoid <> {SqlText.Value(Quote.Table(index.Table), "regclass")}");
        return ((await session.QueryAsync(sql, row => row.GetInt64(0), cancellationToken))[0], sql.Literal);
    }
}
