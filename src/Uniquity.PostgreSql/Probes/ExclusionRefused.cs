using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Facts;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Violations;
using Uniquity.Wording;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ903: an exclusion constraint: another row overlaps.</summary>
internal sealed class ExclusionRefused(Session session) : RelatedProbe(session, "UQ903")
{
    /// <inheritdoc/>
    protected override async Task<ProbeResult> LookAsync(DiagnosisContext context, RelatedError told, CancellationToken cancellationToken)
    {
        if (told.Facts is not { Constraint: { } name } facts) return ProbeResult.Absent;
        var table = await TableAsync(context, facts.Table, facts.Schema, cancellationToken);
        if (await new ConstraintReader(Session).FindAsync(name, "x", table, cancellationToken) is not { } exclusion) return ProbeResult.Absent;
        var evidence = new List<Evidence> { Told(told), new($"{name} of {exclusion.Table}: {exclusion.Definition}", exclusion.Query) };
        if (await OverlappingAsync(exclusion, facts, cancellationToken) is { } found)
            evidence.Insert(0, new(found.Value == 0 ? $"no row of {exclusion.Table} conflicts with it now" : $"{Counted.Of(found.Value, "row")} of {exclusion.Table} {Counted.Noun(found.Value, "conflicts", "conflict")} with it now", found.Query));
        var columns = await context.Target.Facts.GetColumnsAsync(exclusion.Table, cancellationToken);
        var written = columns.Where(column => column.Generator is null || exclusion.Columns.Contains(column.Name)).Select(column => column.Name).ToList();
        return Verdict.Of(
            Code, Confidence.Certain, $"This is an exclusion constraint, not a unique one: a row of {exclusion.Table} conflicts with the new one by {name} ({exclusion.Definition}), though the two need not be equal.",
            evidence, Verdict.Advice("Choose a value that does not conflict, or end the other row first", RemedyKind.Data),
            Verdict.Sql("Insert only where nothing conflicts (DO UPDATE is not possible here)", RemedyKind.Write, RemedyLock.Row, reversible: true,
                $"INSERT INTO {Quote.Table(exclusion.Table)} ({string.Join(", ", written.Select(Quote.Name))}) VALUES ({string.Join(", ", written.Select((_, n) => $"${n + 1}"))}) ON CONFLICT ON CONSTRAINT {Quote.Name(name)} DO NOTHING RETURNING *;"));
    }

    /// <summary>Asks with the constraint's own operators, where every part of it is a column.</summary>
    private async Task<Fact<long>?> OverlappingAsync(FoundConstraint exclusion, RelatedFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Key.Count != exclusion.Columns.Count || facts.Key.Count == 0 || facts.Key.Any(part => part.Value is null)) return null;
        var operators = await Session.QueryAsync(SqlText.Of($"""
            SELECT 'OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || ')', format_type(a.atttypid, -1)
            FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.conexclop) WITH ORDINALITY AS p(attnum, op, n)
            JOIN pg_operator o ON o.oid = p.op JOIN pg_namespace n ON n.oid = o.oprnamespace JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum
            WHERE k.conname = {SqlText.Value(facts.Constraint)} AND k.conrelid = {SqlText.Value(Quote.Table(exclusion.Table), "regclass")} ORDER BY p.n
            """), row => (Operator: SqlText.Raw(row.GetString(0)), Type: row.GetString(1)), cancellationToken);
        if (operators.Count != exclusion.Columns.Count) return null;
        var where = exclusion.Columns.Select((column, n) => SqlText.Of($"{SqlText.Name(column)} {operators[n].Operator} {SqlText.Value(facts.Key[n].Value, operators[n].Type)}"));
        var sql = SqlText.Of($"SELECT count(*) FROM {exclusion.Table} WHERE {SqlText.Join(" AND ", where)}");
        return new((await Session.QueryAsync(sql, row => row.GetInt64(0), cancellationToken))[0], sql.Literal);
    }
}
