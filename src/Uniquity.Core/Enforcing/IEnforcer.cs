using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Enforcing;

/// <summary>Makes keys unique while the application goes on, and takes unique indexes away.</summary>
/// <remarks>
/// Not safe for concurrent use. Planning changes nothing that stays. A process killed at any moment leaves a state that the next
/// plan names (<see cref="EnforcePlan.Leftovers"/>) and the next application cleans up; applying again goes on.
/// </remarks>
public interface IEnforcer : IAsyncDisposable
{
    /// <summary>The statements run so far.</summary>
    IReadOnlyList<string> StatementLog { get; }

    /// <summary>Counts duplicates as the wanted index would, and tells what would happen.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="resolver">Plans what becomes of duplicates; needed only where <see cref="EnforceRequest.Keep"/> is set.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RefusedException">The engine cannot enforce this, with the reason and what to do instead.</exception>
    /// <exception cref="UsageException">The key, the filter or a name cannot be.</exception>
    ValueTask<EnforcePlan> PlanAsync(EnforceRequest request, IResolver? resolver, CancellationToken cancellationToken);

    /// <summary>Applies a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="resolver">Resolves duplicates; needed only where <see cref="EnforceRequest.Keep"/> is set.</param>
    /// <param name="progress">Told how far each step is.</param>
    /// <param name="cancellationToken">Stops at the next safe point.</param>
    /// <exception cref="RefusedException">Nothing was changed: duplicates stand in the way, a permission is missing, or another call is at it.</exception>
    /// <exception cref="EnforceStoppedException">It stopped part-way.</exception>
    ValueTask<EnforceResult> ApplyAsync(EnforcePlan plan, IResolver? resolver, IProgress<EnforceProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Tells what dropping a unique index would do, and who needs it.</summary>
    /// <exception cref="UsageException">The table has no unique index of this name.</exception>
    ValueTask<DropIndexPlan> PlanDropAsync(DropIndexRequest request, CancellationToken cancellationToken);

    /// <summary>Drops it.</summary>
    /// <exception cref="RefusedException">Something needs it, or a permission is missing; nothing was changed.</exception>
    /// <exception cref="EnforceStoppedException">It stopped part-way.</exception>
    ValueTask<DropIndexResult> DropAsync(DropIndexPlan plan, IProgress<EnforceProgress>? progress, CancellationToken cancellationToken);
}
