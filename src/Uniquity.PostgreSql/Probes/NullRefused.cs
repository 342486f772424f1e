using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Violations;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ902: a null where the column takes none.</summary>
internal sealed class NullRefused(Session session) : RelatedProbe(session, "UQ902")
{
    /// <inheritdoc/>
    protected override async Task<ProbeResult> LookAsync(DiagnosisContext context, RelatedError told, CancellationToken cancellationToken)
    {
        if (told.Facts is not { Column: { } name } facts || await TableAsync(context, facts.Table, facts.Schema, cancellationToken) is not { } table) return ProbeResult.Absent;
        var columns = await context.Target.Facts.GetColumnsAsync(table, cancellationToken);
        if (columns.FirstOrDefault(column => column.Name == name) is not { } column) return ProbeResult.Absent;
        var query = SqlText.Of($"SELECT attname, attnotnull, atthasdef FROM pg_attribute WHERE attrelid = {SqlText.Value(Quote.Table(table), "regclass")} AND attname = {SqlText.Value(name)}");
        if (column.Nullable)
        {
            return Verdict.Of(Code, Confidence.Likely, $"This is no unique violation: the write left {name} of {table} null. Here the column takes nulls now, so the constraint was dropped since, or the error came from another database.",
                [Told(told), new($"{name} of {table} may be null here", query.Literal)], Verdict.Advice("Check that this is the database of the error"));
        }

        var filled = column.Generator is { } generator ? $"it has a default ({generator}), which an explicit null overrides" : "nothing fills it where the writer does not";
        return Verdict.Of(
            Code, Confidence.Certain, $"This is no unique violation: the write left {name} of {table} null, and the column takes no null; {filled}.",
            [Told(told), new($"{name} of {table} is NOT NULL; {filled}", query.Literal)],
            Verdict.Advice(column.Generator is null ? $"Send a value for {name}" : $"Leave {name} out of the insert, so that the default fills it", RemedyKind.Write),
            Verdict.Sql("Where it may be empty, let the column take null", RemedyKind.Index, RemedyLock.TableBriefly, reversible: true, $"ALTER TABLE {Quote.Table(table)} ALTER COLUMN {Quote.Name(name)} DROP NOT NULL;"));
    }
}
