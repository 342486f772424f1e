using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.PostgreSql.Facts;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ205: a unique index that a failed CONCURRENTLY build left behind still refuses duplicates, though no query can use it.</summary>
/// <remarks>A build that is still running looks the same in pg_index; pg_stat_progress_create_index tells them apart.</remarks>
internal sealed class InvalidIndexEnforces(Session session) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ205";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { Valid: false } index, Violation: not null }) return ProbeResult.Absent;
        var name = index.Table with { Name = index.Name };
        var sql = SqlText.Of($"""
            SELECT indisunique, indisready, indisvalid, EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = indexrelid) AS being_built,
              (SELECT relkind = 'I' FROM pg_class c WHERE c.oid = indexrelid) AS partitioned
            FROM pg_index WHERE indexrelid = {SqlText.Value(Quote.Table(name), "regclass")}
            """);
        var state = await session.CheckedAsync(index.Table.ToString(), () => session.QueryAsync(
            sql, row => (Ready: row.GetBoolean(1), Valid: row.GetBoolean(2), Building: row.GetBoolean(3), Partitioned: row.GetBoolean(4)), cancellationToken));
        if (state is not [{ Ready: true, Valid: false, Building: false, Partitioned: false }]) return ProbeResult.Absent;
        var rebuilt = context.Target.Statements.CreateUniqueIndex(index.Table, index.Name, index.Key, index.Filter, index.Nulls != Uniquity.Indexes.NullHandling.NotDistinct);
        return Verdict.Of(
            Code, Confidence.Certain,
            $"{index.Name} is invalid: a CREATE UNIQUE INDEX CONCURRENTLY failed in its second scan and left it. No query can use it, but every write of {index.Table} is still checked against it.",
            [new($"{index.Name} is unique and ready but not valid, and nobody is building it", sql.Literal)],
            Verdict.Sql("Drop what the failed build left", RemedyKind.Index, RemedyLock.None, reversible: true, context.Target.Statements.DropIndex(index).Select(command => command.Text)),
            new Remedy
            {
                Title = "Where the key shall be unique: drop it, resolve the duplicates, and build it again",
                Kind = RemedyKind.Index,
                Reversible = true,
                Lock = RemedyLock.None,
                Commands = [.. context.Target.Statements.DropIndex(index), .. rebuilt],
                Run = $"uniquity duplicates --on {context.Target.Statements.TableArgument(index.Table)} --key '{context.Target.Statements.KeyArgument(index.Key).Replace("'", "'\\''", StringComparison.Ordinal)}'",
            });
    }
}
