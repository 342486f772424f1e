using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Probes;

/// <summary>UQ207: one UPDATE moves many keys, and only their order on the way makes two meet.</summary>
internal sealed class KeysShifted(ShiftSimulation simulation) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ207";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (await simulation.RunAsync(context, cancellationToken) is not { Collisions: 0, Met: > 0 } outcome) return ProbeResult.Absent;
        var index = context.Index!;
        var key = string.Join(", ", index.Key.Select(part => part.Part));
        return ProbeResult.Named(new NamedCause
        {
            Cause = CauseCatalogue.Get(Code),
            Confidence = Confidence.Certain,
            Why = $"The UPDATE would leave every {key} of {index.Table} unique, but SQLite checks row by row: a row moves to a key that its neighbour has not left yet.",
            Evidence =
            [
                new Evidence($"after the whole UPDATE no two rows of {index.Table} would share {key}", outcome.EndStateQuery),
                new Evidence($"{outcome.Met} of the new keys are held by rows that have not moved yet", outcome.MetQuery),
            ],
            Remedies = Remedies(context, index, outcome),
        });
    }

    private static List<Remedy> Remedies(DiagnosisContext context, UniqueIndex index, ShiftOutcome outcome)
    {
        var remedies = new List<Remedy>();
        var table = context.Target.Statements.Table(index.Table);
        var where = outcome.Update.Where is { } filter ? $" WHERE {filter}" : string.Empty;
        if (outcome.OnlyPositive)
        {
            var (column, expression) = (SqliteName.Quote(index.Key[0].Part), outcome.Update.Assignments[0].Expression);
            remedies.Add(new Remedy
            {
                Title = "Move in two steps, through negative keys that nobody uses",
                Kind = RemedyKind.Write,
                Reversible = true,
                Lock = RemedyLock.Row,
                Commands = [new RemedyCommand("sql", $"BEGIN;\nUPDATE {table} SET {column} = -({expression}){where};\nUPDATE {table} SET {column} = -{column} WHERE {column} < 0;\nCOMMIT;")],
            });
        }

        if (!index.Constraint)
        {
            var create = context.Target.Statements.CreateUniqueIndex(index.Table, index.Name, index.Key, index.Filter, nullsDistinct: true);
            remedies.Add(new Remedy
            {
                Title = "Take the index away for the one transaction; the build at its end proves the keys unique again",
                Kind = RemedyKind.Index,
                Reversible = true,
                Lock = RemedyLock.Table,
                Commands =
                [
                    new RemedyCommand("sql", "BEGIN;"),
                    .. context.Target.Statements.DropIndex(index),
                    new RemedyCommand("sql", context.Statement!.TrimEnd().TrimEnd(';') + ";"),
                    .. create,
                    new RemedyCommand("sql", "COMMIT;"),
                ],
            });
        }

        remedies.Add(new Remedy
        {
            Title = "Number with gaps (10, 20, 30), so that one row moves at a time",
            Kind = RemedyKind.Code,
            Reversible = true,
            Lock = RemedyLock.None,
        });
        return remedies;
    }
}
