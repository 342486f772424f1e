using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ202: reads do not see the index any more, and it refuses all the same.</summary>
internal sealed class HiddenIndex : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ202";

    /// <inheritdoc/>
    public ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context.Index is not { Hidden: true } index) return ValueTask.FromResult(ProbeResult.Absent);
        var collection = ShellWriter.Collection(index.Table.Name);
        var name = ShellWriter.Quote(index.Name);
        return ValueTask.FromResult(Named.As(
            Code, Confidence.Certain,
            $"{index.Name} is hidden: the planner leaves it aside, so nobody sees it in use, but a hidden unique index still refuses duplicates.",
            [new Evidence($"{index.Name} is hidden and unique", Named.GetIndexes(index.Table))],
            Named.OnIndex("Show it again, where the key is to stay unique", $"{collection}.unhideIndex({name})"),
            Named.OnIndex("Drop it, where it was hidden to be dropped", $"{collection}.dropIndex({name})")));
    }
}
