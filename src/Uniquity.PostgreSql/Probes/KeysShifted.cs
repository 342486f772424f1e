using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ207: an UPDATE that shifts keys collides with rows that it would itself have moved out of the way.</summary>
internal sealed class KeysShifted(ShiftedKeys shift) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ207";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context.Index is not { Deferrable: false } index || await shift.SharedAfterAsync(context, cancellationToken) is not { Value: 0 } outcome) return ProbeResult.Absent;
        var names = string.Join(", ", index.Key.Select(part => part.Part));
        return Verdict.Of(
            Code, Confidence.Certain,
            $"The UPDATE shifts {names}: once it is over no two rows of {index.Table} would share a key, but {index.Name} is checked after every single row, and on the way a row meets one that has not moved yet.",
            [new($"after the whole UPDATE no two rows of {index.Table} share {names}", outcome.Query), new($"{index.Name} is not deferrable", null)],
            [.. Remedies(context, index)]);
    }

    private static IEnumerable<Remedy> Remedies(DiagnosisContext context, UniqueIndex index)
    {
        var table = Quote.Table(index.Table);
        var update = context.ParsedStatement!;
        if (index.Key is [{ Expression: false } part] && update.Assignments is [var set] && context.Columns.Any(column => column.Name == part.Part && !column.IsText))
        {
            var name = Quote.Name(part.Part);
            yield return Verdict.Sql($"Do it in two steps, by way of values that nobody has (where {part.Part} is a number above zero)", RemedyKind.Write, RemedyLock.Row, reversible: true,
                "BEGIN;", $"UPDATE {table} SET {name} = -({set.Expression}){(update.Where is null ? "" : $" WHERE {update.Where}")};", $"UPDATE {table} SET {name} = -{name} WHERE {name} < 0;", "COMMIT;");
        }

        if (index.Filter is null && index.Key.All(key => !key.Expression))
        {
            var columns = string.Join(", ", index.Key.Select(key => Quote.Name(key.Part)));
            var drop = index.Constraint ? $"ALTER TABLE {table} DROP CONSTRAINT {Quote.Name(index.Name)}, ADD" : $"ALTER TABLE {table} ADD";
            var kind = index.Primary ? "PRIMARY KEY" : "UNIQUE";
            yield return Verdict.Sql("Make the constraint deferrable, so that it is checked at the end of the statement (ON CONFLICT cannot use it then)", RemedyKind.Index, RemedyLock.Table, reversible: true,
                $"{drop} CONSTRAINT {Quote.Name(index.Constraint ? index.Name : Quote.Shorten(index.Name + "_deferrable"))} {kind} ({columns}) DEFERRABLE INITIALLY IMMEDIATE;");
        }

        yield return Verdict.Advice("Number with gaps (10, 20, 30), so that one row moves at a time");
    }
}
