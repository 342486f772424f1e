namespace Uniquity.Resolving;

/// <summary>Plans and applies resolutions, keeps their archive in the target itself, and takes them back.</summary>
/// <remarks>
/// Not safe for concurrent use. Planning changes nothing. Every batch is one transaction that archives what it changes; a
/// process killed at any moment leaves whole batches only, and the run's state tells it.
/// </remarks>
public interface IResolver : IAsyncDisposable
{
    /// <summary>Tells what would happen.</summary>
    /// <exception cref="RefusedException">The policy cannot order the rows (nulls in the field, no primary key where one is needed), or children are refused.</exception>
    ValueTask<ResolvePlan> PlanAsync(ResolveRequest request, CancellationToken cancellationToken);

    /// <summary>Applies a plan.</summary>
    /// <exception cref="RefusedException">The data has changed since the plan, or another run holds the table.</exception>
    /// <exception cref="StoppedException">It stopped part-way.</exception>
    ValueTask<Run> ApplyAsync(ResolvePlan plan, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken);

    /// <summary>The runs that the archive knows, the newest first.</summary>
    ValueTask<IReadOnlyList<Run>> ListRunsAsync(CancellationToken cancellationToken);

    /// <summary>Goes on with an interrupted run.</summary>
    ValueTask<Run> ResumeAsync(string run, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Brings back every row and reference of a run, or of one of its groups.</summary>
    ValueTask<UndoResult> UndoAsync(string run, string? group, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Drops the archive of a run: it can no longer be undone.</summary>
    ValueTask ForgetAsync(string run, CancellationToken cancellationToken);
}
