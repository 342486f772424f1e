using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.MongoDb.Enforcing.Planning;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Enforcing.Applying;

/// <summary>Applies one plan.</summary>
internal sealed class EnforceRun(
    EnforcePlanner planner, IndexWriter writer, EnforceContext context, EnforcePlan plan, IResolver? resolver, IProgress<EnforceProgress>? progress)
{
    private const int Rounds = 3;
    private const int Attempts = 5;
    private readonly WantedIndex wanted = context.Wanted;
    private readonly List<string> done = [];
    private readonly List<Run> runs = [];

    // What to take back where it cannot be finished.
    private bool built;
    private bool prepared;
    private bool stands;

    // While the server may be building for a call that nobody waits for any more.
    private bool pending;

    /// <summary>Does all steps.</summary>
    public async Task<EnforceResult> RunAsync(CancellationToken cancellation)
    {
        try
        {
            if (context.Way != EnforceWay.Standing) await MakeAsync(cancellation);
            if (!await writer.IsUniqueAsync(wanted.Name, cancellation)) throw new EnforceStoppedException($"{wanted.Name} was made unique and is not any more: another client dropped it.", runs);
            done.Add($"{wanted.Name} is unique and enforces the key");
            (built, prepared, stands) = (false, false, true);
            if (context.Replaced is { } replaced)
            {
                await writer.DropAsync(replaced.Name, cancellation);
                done.Add($"dropped {replaced.Name}");
            }

            return new(plan, wanted.Name, runs, done);
        }
        catch (Exception failure)
        {
            throw await ExplainAsync(failure, cancellation.IsCancellationRequested);
        }
    }

    private async Task MakeAsync(CancellationToken cancellation)
    {
        var resolve = plan.Resolve;
        if (resolve is not null && !context.GuardFirst)
        {
            await ResolveAsync(resolve, cancellation);
            resolve = null;
        }

        if (context.Way == EnforceWay.Prepare) await BuildPlainAsync(cancellation);
        if (context.Way is EnforceWay.Prepare or EnforceWay.Convert && context.Existing is not { IsPrepared: true })
        {
            if (context.Abilities.IsOneWay && !context.GuardFirst) await LookAgainAsync(cancellation);
            await PrepareAsync(cancellation);
        }

        // What arrived before the door closed is in no plan yet; from now on nothing arrives.
        if (resolve is not null && await PlannedAsync(cancellation) is { } guarded) await ResolveAsync(guarded, cancellation);
        for (var round = 1; ; round++)
        {
            var named = context.Way == EnforceWay.Build ? await BuildUniqueAsync(cancellation) : await writer.ConvertAsync(wanted.Name, context.Abilities.Previews, cancellation);
            if (named is null) break;
            var report = await planner.CountAsync(plan.Request, wanted, cancellation);
            if (plan.Request.Keep is null || round == Rounds) throw new EnforceStoppedException(Arrived(named, report, round), runs);
            if (await PlannedAsync(cancellation) is { } late) await ResolveAsync(late, cancellation);
        }

        done.Add(context.Way == EnforceWay.Build ? $"built {wanted.Name}" : $"made {wanted.Name} unique");
        if (context.Way == EnforceWay.Build) await CountAgainAsync(cancellation);
    }

    private async Task BuildPlainAsync(CancellationToken cancellation)
    {
        // From the first moment: a build whose caller has gone goes on in the server.
        (built, pending) = (true, true);
        var made = await writer.CreateAsync(context.Specification, cancellation);
        pending = false;
        if (!made) throw new EnforceStoppedException($"{wanted.Name}, not unique yet, was refused for a duplicate: another index of that key came up meanwhile. The same call looks again.", runs);
        done.Add($"built {wanted.Name}");
    }

    /// <summary>The last look before a door that opens one way only.</summary>
    private async Task LookAgainAsync(CancellationToken cancellation)
    {
        var report = await planner.CountAsync(plan.Request, wanted, cancellation);
        if (report.Groups == 0) return;
        if (plan.Request.Keep is null) throw new EnforceStoppedException(Arrived([], report, 1), runs);
        if (await PlannedAsync(cancellation) is { } late) await ResolveAsync(late, cancellation);
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        progress?.Report(new($"{wanted.Name} refuses new duplicates", 0, null, "documents"));
        prepared = true;
        await writer.PrepareAsync(wanted.Name, cancellation);
        done.Add($"{wanted.Name} refuses a key that is there already, from then on");
    }

    private async Task<IReadOnlyList<string>?> BuildUniqueAsync(CancellationToken cancellation)
    {
        (built, pending) = (!context.Joins, true);
        var made = await writer.CreateAsync(context.Specification, cancellation);
        pending = false;
        if (made) return null;
        built = false;
        return [];
    }

    private async Task CountAgainAsync(CancellationToken cancellation)
    {
        var report = await planner.CountAsync(plan.Request, wanted, cancellation);
        if (report.Groups > 0) throw new EnforceStoppedException($"{wanted.Name} was built, and yet {Told(report)}: the server has not judged all documents; the index was taken back.", runs);
    }

    private async Task ResolveAsync(ResolvePlan resolve, CancellationToken cancellation)
    {
        if (await AppliedAsync(resolve, cancellation) is not { } run) return;
        runs.Add(run);
        done.Add($"resolved the duplicates (keys shared: {run.Groups}, documents that went: {run.Removed}), run {run.Id}");
    }

    /// <summary>Applies a resolution; plans it anew where writers were quicker, for it is the policy that was agreed to.</summary>
    /// <returns><see langword="null"/> where nothing is left to resolve.</returns>
    private async Task<Run?> AppliedAsync(ResolvePlan resolve, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await resolver!.ApplyAsync(resolve, progress is null ? null : new Groups(progress, wanted.Table.Name), cancellation);
            }
            catch (RefusedException) when (attempt < Attempts)
            {
                if (await PlannedAsync(cancellation) is not { } again) return null;
                resolve = again;
            }
            catch (RefusedException refused) when (!context.GuardFirst)
            {
                throw new EnforceStoppedException($"{refused.Message.TrimEnd('.')}. Writers of {wanted.Table.Name} were quicker {Attempts} times: --guard refuses new duplicates from the start.", runs, refused);
            }
        }
    }

    /// <summary>What becomes of the duplicates that are there now.</summary>
    /// <returns><see langword="null"/> where there are none.</returns>
    private async Task<ResolvePlan?> PlannedAsync(CancellationToken cancellation)
    {
        var report = await planner.CountAsync(plan.Request, wanted, cancellation);
        return report.Groups == 0 ? null : await EnforcePlanner.ResolveAsync(plan.Request, wanted, plan.Request.Keep!, report, resolver, cancellation);
    }

    private string Arrived(IReadOnlyList<string> named, DuplicateReport report, int round)
    {
        var found = report.Groups > 0 ? Told(report) : named.Count > 0 ? $"the server names the documents {string.Join("; ", named.Take(3))}" : "the server refused the index for it, and it is gone now";
        var again = plan.Request.Keep is null ? "add --keep first (or another policy) to resolve it" : $"resolved {round} times, and others arrived each time{(context.Way == EnforceWay.Build ? "" : ": --guard refuses them from the start")}";
        return $"A duplicate arrived before {wanted.Name} was unique: {found}. {(context.Way == EnforceWay.Prepare && !(prepared && context.Abilities.IsOneWay) ? "The unfinished index was dropped; " : "")}{again}.";
    }

    private static string Told(DuplicateReport report) => string.Join("; ", report.Top.Take(3).Select(group =>
        $"{string.Join(", ", group.Key.Select(part => $"{part.Field} = {part.Value ?? "null"}"))} in {group.Count} documents ({string.Join(", ", group.Ids)})"));

    /// <summary>Takes back what would be in the way, and says what stands.</summary>
    private async Task<Exception> ExplainAsync(Exception failure, bool cancelled)
    {
        var left = await TakeBackAsync();
        if (failure is EnforceStoppedException stopped && left.Length == 0) return stopped;
        var resolving = failure as StoppedException;
        var kept = stands ? done : [.. done.Where(line => line.StartsWith("resolved", StringComparison.Ordinal))];
        if (kept.Count == 0 && resolving is null && left.Length == 0 && !cancelled && failure is not EnforceStoppedException) return failure;
        var was = kept.Count > 0 ? $" Done: {string.Join("; ", kept)}." : resolving is null && left.Length == 0 && !(cancelled && pending) ? " Nothing was changed." : "";
        if (cancelled && pending) was += $" {(context.Joins ? $"The build of {wanted.Name}, which is another's, goes on" : $"The server was told to stop the build of {wanted.Name}; the next call tells if it finished all the same")}.";
        var why = cancelled && resolving is null ? "Stopped" : failure.Message.TrimEnd('.');
        return new EnforceStoppedException($"{why}.{was}{left} The same call goes on.", resolving is null ? runs : [.. runs, resolving.Run], failure);
    }

    private async Task<string> TakeBackAsync()
    {
        if (prepared && context.Abilities.IsOneWay)
            return $" Left: {wanted.Name}, which refuses new duplicates, and updates of documents that share a key, until it is unique; this server has no way back.{(plan.Request.Keep is null ? " Add --keep first (or another policy)." : "")}";
        try
        {
            if (built) await writer.DropAsync(wanted.Name, CancellationToken.None);
            else if (prepared) await writer.UnprepareAsync(wanted.Name);
            return "";
        }
        catch (Exception fault) when (fault is Targets.TargetException or RefusedException)
        {
            var takeBack = IndexCommands.Show(built ? IndexCommands.Drop(wanted.Table, wanted.Name) : IndexCommands.Prepare(wanted.Table, wanted.Name, refuse: false));
            return $" Left: {wanted.Name}, which may refuse new duplicates and is not unique; to take it back: {takeBack}.";
        }
    }

    /// <summary>Passes the resolver's progress on.</summary>
    private sealed class Groups(IProgress<EnforceProgress> progress, string table) : IProgress<ResolveProgress>
    {
        public void Report(ResolveProgress value) => progress.Report(new($"resolving {table}", value.Groups, value.Total, "groups"));
    }
}
