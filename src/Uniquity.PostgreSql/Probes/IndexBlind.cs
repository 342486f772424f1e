using System.Globalization;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Facts;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Wording;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ206: the index no longer finds rows that it holds, as after a change of the C library or ICU under a text index.</summary>
/// <remarks>
/// Proven where a scan of the table finds more rows of the key than the index does. That scan is made only where something
/// speaks for it: the collation's version changed, or the error named a key that the index does not find.
/// </remarks>
internal sealed class IndexBlind(Session session) : ICauseProbe
{
    /// <summary>A table scan longer than this tells less than it costs.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private static readonly Setting[] ByTable = [new("enable_indexscan", "off"), new("enable_indexonlyscan", "off"), new("enable_bitmapscan", "off")];

    private Setting ShortTimeout => session.StatementTimeout > TimeSpan.Zero && session.StatementTimeout < Longest
        ? new("statement_timeout", session.StatementTimeout.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture))
        : new("statement_timeout", Longest.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public string Code => "UQ206";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { Valid: true } index, Violation.Kind: not Violations.ViolationKind.IndexBuild, Holder: { } holder }) return ProbeResult.Absent;
        var changed = index.Warnings.FirstOrDefault(warning => warning.Code == Code);
        // A key that no row holds is mostly a row that is gone; only where the index can be wrong is it worth a scan.
        var parts = await session.CheckedAsync(index.Table.ToString(), () => new PartTyping(session).ResolveAsync(index.Table, index.Key, cancellationToken));
        if (changed is null && (holder.Row is not null || !parts.Any(part => part.Collatable || index.Key.Any(key => key.Expression)))) return ProbeResult.Absent;
        return await session.CheckedAsync(index.Table.ToString(), () => CompareAsync(context, index, parts, changed, cancellationToken));
    }

    private async Task<ProbeResult> CompareAsync(DiagnosisContext context, UniqueIndex index, IReadOnlyList<PartSql> parts, IndexWarning? changed, CancellationToken cancellationToken)
    {
        var values = index.Key.Select((part, n) => context.Key.FirstOrDefault(value => value.Field == part.Part) ?? context.Key.ElementAtOrDefault(n)).ToList();
        var where = SqlText.Join(" AND ", parts.Zip(values, (part, value) => part.Equals(value?.Value)));
        if (index.Filter is { } filter) where = SqlText.Of($"{where} AND {FilterSql.Of(filter)}");
        var sql = SqlText.Of($"SELECT count(*) FROM {index.Table} WHERE {where}");
        var byIndex = (await session.QueryAsync(sql, row => row.GetInt64(0), cancellationToken, [Setting.NoSequentialScan, ShortTimeout]))[0];
        var byTable = (await session.QueryAsync(sql, row => row.GetInt64(0), cancellationToken, [.. ByTable, ShortTimeout]))[0];
        if (byTable <= Math.Min(byIndex, 1)) return changed is null ? ProbeResult.Absent : Likely(index, changed);
        return Verdict.Of(
            Code, Confidence.Certain,
            $"{index.Name} no longer sees what it holds: a scan of {index.Table} finds {Counted.Of(byTable, "row")} of this key, the index {byIndex}. New rows slip past it, and it refuses others for keys that a look-up does not find.",
            [
                new($"a scan of the whole table finds {Counted.Of(byTable, "row")} of the key", $"SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off; {sql.Literal}"),
                new($"by the index {byIndex} are found", $"SET enable_seqscan = off; {sql.Literal}"),
                .. changed is null ? Array.Empty<Evidence>() : [new Evidence(changed.Why, null)],
            ],
            Remedies(index));
    }

    private ProbeResult Likely(UniqueIndex index, IndexWarning changed) => Verdict.Of(
        Code, Confidence.Likely, $"{changed.Why} For this key it still agrees with the table.", [new(changed.Why, VersionQuery)], Remedies(index));

    private const string VersionQuery =
        "SELECT collname, collversion, pg_collation_actual_version(oid) FROM pg_collation WHERE collversion <> pg_collation_actual_version(oid)";

    private static IReadOnlyList<Remedy> Remedies(UniqueIndex index) =>
    [
        Verdict.Sql("Find out with amcheck how far it reaches (a superuser's task; it reads the whole index and the table)", RemedyKind.Index, RemedyLock.None, reversible: true,
            "CREATE EXTENSION IF NOT EXISTS amcheck;", $"SELECT bt_index_check({Quote.Literal(Quote.Table(index.Table with { Name = index.Name }))}::regclass, true);"),
        Verdict.Sql("Resolve the duplicates that slipped in, then build the index anew", RemedyKind.Index, RemedyLock.None, reversible: true,
            $"REINDEX INDEX CONCURRENTLY {Quote.Table(index.Table with { Name = index.Name })};"),
    ];
}
