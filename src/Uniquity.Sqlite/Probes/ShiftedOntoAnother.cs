using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Probes;

/// <summary>UQ305 for an UPDATE that computes its keys: the end state itself has two rows with one key.</summary>
/// <remarks>An UPDATE that sets a plain value is judged by the core, which knows the row that holds it.</remarks>
internal sealed class ShiftedOntoAnother(ShiftSimulation simulation) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ305";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (await simulation.RunAsync(context, cancellationToken) is not { Collisions: > 0 } outcome) return ProbeResult.Absent;
        if (context.HolderRow is not null && !IsComputed(context, outcome)) return ProbeResult.Absent;
        var index = context.Index!;
        var key = string.Join(", ", index.Key.Select(part => part.Part));
        return ProbeResult.Named(new NamedCause
        {
            Cause = CauseCatalogue.Get(Code),
            Confidence = Confidence.Certain,
            Why = $"The UPDATE would leave rows of {index.Table} that share {key}, in whatever order it runs: the new values are wrong, or the rows mean the same thing.",
            Evidence = [new Evidence($"after the whole UPDATE, rows of {index.Table} would share {key}: {(outcome.Collisions == 5 ? "5 keys or more" : outcome.Collisions == 1 ? "1 key" : $"{outcome.Collisions} keys")}", outcome.EndStateQuery)],
            Remedies =
            [
                new Remedy
                {
                    Title = "Look at the keys that would be shared: where rows mean the same thing, merge them; else leave them out of the UPDATE",
                    Kind = RemedyKind.Data,
                    Reversible = true,
                    Lock = RemedyLock.None,
                    Commands = [new RemedyCommand("sql", outcome.EndStateQuery + ";")],
                },
            ],
        });
    }

    private static bool IsComputed(DiagnosisContext context, ShiftOutcome outcome) =>
        outcome.Update.Assignments.Any(set => context.Index!.Key.Any(part => SqliteName.Same(part.Part, set.Column)
            && SqlTokenizer.Tokenize(set.Expression).Any(token => token.IsName && SqliteName.Same(token.Name, part.Part))));
}
