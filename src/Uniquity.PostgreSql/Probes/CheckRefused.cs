using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Violations;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ909: a check constraint that the new row does not pass.</summary>
internal sealed class CheckRefused(Session session) : RelatedProbe(session, "UQ909")
{
    /// <inheritdoc/>
    protected override async Task<ProbeResult> LookAsync(DiagnosisContext context, RelatedError told, CancellationToken cancellationToken)
    {
        if (told.Facts is not { Constraint: { } name } facts) return ProbeResult.Absent;
        var table = await TableAsync(context, facts.Table, facts.Schema, cancellationToken);
        if (await new ConstraintReader(Session).FindAsync(name, "c", table, cancellationToken) is not { } check) return ProbeResult.Absent;
        return Verdict.Of(
            Code, Confidence.Certain, $"This is no unique violation: the new row of {check.Table} does not pass {name}, which is {check.Definition}.",
            [Told(told), new($"{name} of {check.Table}: {check.Definition}", check.Query)],
            Verdict.Advice($"Send values that pass it ({string.Join(", ", check.Columns)})", RemedyKind.Write),
            Verdict.Sql("Where the rule is out of date, replace it; rows that are there are checked while others write", RemedyKind.Index, RemedyLock.TableBriefly, reversible: true,
                $"ALTER TABLE {Quote.Table(check.Table)} DROP CONSTRAINT {Quote.Name(name)}, ADD CONSTRAINT {Quote.Name(name)} {check.Definition} NOT VALID; -- with the new rule",
                $"ALTER TABLE {Quote.Table(check.Table)} VALIDATE CONSTRAINT {Quote.Name(name)};"));
    }
}
