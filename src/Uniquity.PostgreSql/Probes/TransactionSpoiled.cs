using Uniquity.Causes;
using Uniquity.Diagnosing;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ309: after the refusal the transaction was used on, and everything in it was refused too (25P02).</summary>
internal sealed class TransactionSpoiled : ICauseProbe
{
    private const string Refused = "25P02";

    /// <inheritdoc/>
    public string Code => "UQ309";

    /// <inheritdoc/>
    public ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        var after = context.Request.Reading.Related.FirstOrDefault(related => related.Code == Code);
        if (context.Violation is null || after is null || context.Request.Reading.Violations is not [var violation, ..] || after.Line < violation.Line)
            return ValueTask.FromResult(ProbeResult.Absent);
        var remedies = new List<Remedy>
        {
            Verdict.Sql("Set a savepoint before the insert, and go back to it when the insert is refused", RemedyKind.Write, RemedyLock.None, reversible: true,
                "SAVEPOINT before_insert;", "-- the insert; on SQLSTATE 23505:", "ROLLBACK TO SAVEPOINT before_insert;"),
        };
        if (context.Index is { } index)
        {
            remedies.Insert(0, new()
            {
                Title = "Insert so that a taken key is no error, and the transaction goes on",
                Kind = RemedyKind.Write,
                Reversible = true,
                Lock = RemedyLock.Row,
                Commands = [context.Target.Statements.InsertOrSkip(index, context.Columns)],
            });
        }

        return ValueTask.FromResult(Verdict.Of(
            Code, Confidence.Certain,
            "After the refused insert the same transaction was used on; PostgreSQL refuses every statement of it until it is rolled back, so the error that was seen last is not the one to mend.",
            [new($"the text has {violation.Code ?? "23505"} on line {violation.Line} and {after.SqlState ?? Refused} on line {after.Line}", null)],
            remedies));
    }
}
