using Uniquity.Causes;
using Uniquity.Facts;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ305: an UPDATE gives one row the key of another; both are real.</summary>
internal sealed class UpdateOntoAnother : ICauseProbe
{
    public string Code => "UQ305";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Operation: WriteOperation.Update, LookupIndex: { } index, Holder: { Row: not null } holder }) return ProbeResult.Absent;
        var evidence = new List<Evidence>
        {
            new("the refused statement is an UPDATE: its row exists, with another key", null),
            new($"another row of {index.Table} holds {KeyText.Show(context.Key)}", holder.Query),
        };

        // Shifting keys by an expression collides with itself on the way; that is judged where the engine can simulate it.
        if (context.ParsedStatement is { } update && update.Assignments.Any(set => index.Key.Any(part => part.Part.Equals(set.Column, StringComparison.OrdinalIgnoreCase) && ColumnsOf.Mentions(set.Expression, part.Part))))
            return ProbeResult.Absent;
        if (context.ParsedStatement?.Where is { } where && !where.Contains('$', StringComparison.Ordinal) && !where.Contains('?', StringComparison.Ordinal))
        {
            try
            {
                var moved = await context.Target.Facts.FindRowsAsync(index.Table, [new Condition.Passes(where)], 2, cancellationToken).ConfigureAwait(false);
                if (moved.Value.Count > 0) evidence.Add(new Evidence($"{(moved.Value.Count == 1 ? "one row" : "more than one row")} of {index.Table} passes the UPDATE's filter: {where}", moved.Query));
            }
            catch (NotCheckedException)
            {
                evidence.Add(new Evidence($"the UPDATE's own filter could not be run again: {where}", null));
            }
        }

        return Named.As(
            Code, Confidence.Certain,
            $"The UPDATE would give a row of {index.Table} the key {KeyText.Show(context.Key)}, which another row has: the two rows mean the same thing, or the new value is wrong.",
            evidence, Remedies.ForUpdate(context, index));
    }
}
