using Microsoft.Data.Sqlite;
using SQLitePCL;
using Uniquity.Enforcing;
using Uniquity.Resolving;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Enforcing;

/// <summary>Applies one plan.</summary>
internal sealed class EnforceRun(EnforcePlanner planner, WriteConnection writer, WantedIndex wanted, EnforcePlan plan, string? replaced, bool guarded, IResolver? resolver, IProgress<EnforceProgress>? progress)
{
    private const int Rounds = 3;
    private readonly List<string> done = [];
    private readonly List<Run> runs = [];
    private bool guards = guarded;

    /// <summary>Does all steps.</summary>
    public async Task<EnforceResult> RunAsync(CancellationToken cancellation)
    {
        try
        {
            if (plan.Request.Guard && plan.Resolve is not null)
            {
                await writer.RunAsync(new GuardSql(wanted).Install(), cancellation);
                guards = true;
                done.Add($"guarded {wanted.Table.Name.Name}: a key that is there already is refused");
            }

            await BuildAsync(cancellation);
            var unique = await writer.Session.NumberAsync(new SqlText().Add("SELECT count(*) FROM pragma_index_list(").Value(wanted.Table.Name.Name).Add(", 'main') WHERE \"unique\" AND name = ").Value(wanted.Name), cancellation);
            if (unique != 1) throw new EnforceStoppedException($"{wanted.Name} was built and is not there any more: another process dropped it.", runs);
            done.Add($"{wanted.Name} stands and enforces the key");
            return new(plan, wanted.Name, runs, done);
        }
        catch (Exception failure) when (failure is not EnforceStoppedException)
        {
            throw await ExplainAsync(failure, cancellation.IsCancellationRequested);
        }
    }

    private async Task BuildAsync(CancellationToken cancellation)
    {
        var resolve = plan.Resolve;
        for (var round = 1; ; round++)
        {
            if (resolve is not null)
            {
                var run = await resolver!.ApplyAsync(resolve, progress is null ? null : new Groups(progress, wanted.Table.Name.Name), cancellation);
                runs.Add(run);
                done.Add($"resolved the duplicates (keys shared: {run.Groups}, rows that went: {run.Removed}), run {run.Id}");
            }

            try
            {
                progress?.Report(new($"building {wanted.Name}", 0, null, "rows"));
                await writer.RunAsync(EnforcePlanner.Build(wanted, replaced, guards), cancellation);
                done.Add($"built {wanted.Name}{(replaced is null ? "" : $" in the place of {replaced}")}{(guards ? ", and removed the guard" : "")}");
                guards = false;
                return;
            }
            catch (TargetException refused) when (refused.InnerException is SqliteException { SqliteErrorCode: raw.SQLITE_CONSTRAINT })
            {
                var report = await planner.CountAsync(wanted, cancellation);
                if (plan.Request.Keep is null || round == Rounds)
                {
                    var rows = string.Join("; ", report.Top.Take(3).Select(group => $"{string.Join(", ", group.Key.Select(part => $"{part.Field} = {part.Value ?? "null"}"))} in {group.Count} rows ({string.Join(", ", group.Ids)})"));
                    throw new EnforceStoppedException($"A duplicate arrived before {wanted.Name} was built: {rows}. The index was not made; {(plan.Request.Keep is null ? "add --keep first (or another policy) to resolve it" : "--guard refuses them from the start")}.", runs, refused);
                }

                resolve = report.Groups == 0 ? null : await EnforcePlanner.ResolveAsync(plan.Request, wanted, plan.Request.Keep, report, resolver, cancellation);
            }
        }
    }

    private async Task<Exception> ExplainAsync(Exception failure, bool cancelled)
    {
        var left = "";
        try
        {
            if (guards) await writer.RunAsync(GuardSql.Remove(wanted.Table.Name), CancellationToken.None);
        }
        catch (TargetException)
        {
            left = $" Left: the guard of {wanted.Table.Name.Name}, which refuses duplicates.";
        }

        if (done.Count == 0 && left.Length == 0 && !cancelled) return failure is StoppedException stop ? new EnforceStoppedException(stop.Message, [stop.Run], stop) : failure;
        List<Run> all = failure is StoppedException stopped ? [.. runs, stopped.Run] : [.. runs];
        var was = done.Count > 0 ? $" Done: {string.Join("; ", done)}." : cancelled ? " Nothing was changed." : "";
        return new EnforceStoppedException($"{(cancelled ? "Stopped" : failure.Message.TrimEnd('.'))}.{was}{left} The same call goes on.", all, failure);
    }

    /// <summary>Passes the resolver's progress on.</summary>
    private sealed class Groups(IProgress<EnforceProgress> progress, string table) : IProgress<ResolveProgress>
    {
        public void Report(ResolveProgress value) => progress.Report(new($"resolving {table}", value.Groups, value.Total, "groups"));
    }
}
