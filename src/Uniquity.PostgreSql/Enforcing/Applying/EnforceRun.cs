using Npgsql;
using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.PostgreSql.Enforcing.Planning;
using Uniquity.PostgreSql.Sql;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Enforcing.Applying;

/// <summary>Applies one plan.</summary>
internal sealed class EnforceRun(
    EnforcePlanner planner, IndexSession session, EnforceContext context, EnforcePlan plan, IResolver? resolver, IProgress<EnforceProgress>? progress)
{
    private const int Rounds = 3;
    private readonly List<string> done = [];
    private readonly List<Run> runs = [];
    private readonly WantedIndex wanted = context.Wanted;
    private readonly UnguardStep guard = new(session, context);

    /// <summary>Does all steps.</summary>
    public async Task<EnforceResult> RunAsync(CancellationToken cancellationToken)
    {
        await session.HoldAsync(context.Table.Oid, context.Table.Name, cancellationToken);
        try
        {
            await StepsAsync(cancellationToken);
            return new(plan, context.Rename ?? wanted.Name, runs, done);
        }
        catch (Exception failure) when (failure is not EnforceStoppedException)
        {
            throw await new Failure(session, context, guard, runs, done).ExplainAsync(failure, cancellationToken.IsCancellationRequested);
        }
        finally
        {
            await session.ReleaseAsync(context.Table.Oid);
        }
    }

    private async Task StepsAsync(CancellationToken cancellationToken)
    {
        var table = context.Table.Name;
        if (context.Unfinished is not null)
        {
            await new FailedBuild(session, context).DropAsync(cancellationToken);
            done.Add($"dropped {wanted.Name}, which a failed build had left");
        }

        if (!context.Standing)
        {
            if (plan.Request.Guard) await InstallGuardAsync(cancellationToken);
            await BuildAsync(cancellationToken);
        }

        if (await session.IsValidAsync(wanted.FullName, cancellationToken) != true) throw new EnforceStoppedException($"{wanted.Name} was built and is not valid: the same call drops it and builds it again.", runs);
        done.Add($"{wanted.Name} is valid and enforces the key");
        if (plan.Request.As == EnforceAs.Constraint)
        {
            await session.BrieflyAsync(table, [IndexSql.AddConstraint(table, wanted.Name)], cancellationToken);
            done.Add($"made {wanted.Name} a constraint");
        }

        if (context.Replaced is { } replaced) await ReplaceAsync(replaced, cancellationToken);
        if (await guard.RunAsync(cancellationToken)) done.Add("removed the guard");
    }

    private async Task InstallGuardAsync(CancellationToken cancellationToken)
    {
        foreach (var (leaf, statement) in context.Table.Leaves.Zip(EnforceSteps.Lookups(context)))
        {
            var lookup = Guarding.Guard.Lookup(leaf);
            if (context.Lookups.Contains(lookup)) await session.ConcurrentlyAsync(leaf, IndexSql.Drop(lookup, concurrently: true), $"dropping {lookup.Name}", cancellationToken);
            await session.ConcurrentlyAsync(leaf, statement, $"building {lookup.Name}", cancellationToken);
        }

        await session.BrieflyAsync(context.Table.Name, [SqlText.Raw("CREATE SCHEMA IF NOT EXISTS uniquity"), .. context.Guard.Install(wanted, context.Hash, context.Parts)], cancellationToken);
        done.Add($"guarded {context.Table.Name}: a key that is there already is refused");
    }

    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        var resolve = plan.Resolve;
        for (var round = 1; ; round++)
        {
            if (resolve is not null) await ResolveAsync(resolve, cancellationToken);
            PostgresException arrived;
            try
            {
                await new Build(session, wanted).RunAsync(cancellationToken);
                done.Add($"built {wanted.Name}");
                return;
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                arrived = refused;
                await new FailedBuild(session, context).DropAsync(CancellationToken.None);
            }

            var report = await planner.CountAsync(context, cancellationToken);
            if (plan.Request.Keep is null || round == Rounds) throw new EnforceStoppedException(Arrived(arrived, report, round), runs, arrived);
            resolve = report.Groups == 0 ? null : await EnforcePlanner.ResolveAsync(plan.Request, wanted, plan.Request.Keep, report, resolver, cancellationToken);
        }
    }

    private async Task ResolveAsync(ResolvePlan resolve, CancellationToken cancellationToken)
    {
        var run = await resolver!.ApplyAsync(resolve, progress is null ? null : new Groups(progress, context.Table.Name.ToString()), cancellationToken);
        runs.Add(run);
        done.Add($"resolved the duplicates (keys shared: {run.Groups}, rows that went: {run.Removed}), run {run.Id}");
    }

    private async Task ReplaceAsync(Replaced replaced, CancellationToken cancellationToken)
    {
        foreach (var statement in new EnforceSteps(context, plan.Request, resolve: null).Replacing(replaced))
        {
            if (statement.Literal.StartsWith("DROP INDEX CONCURRENTLY", StringComparison.Ordinal)) await session.ConcurrentlyAsync(context.Table.Name, statement, $"dropping {replaced.Index.Name}", cancellationToken);
            else await session.BrieflyAsync(context.Table.Name, [statement], cancellationToken);
        }

        done.Add($"dropped {replaced.Index.Name}{(context.Rename is null ? "" : $", and gave its name to the new one")}");
    }

    private string Arrived(PostgresException refused, DuplicateReport report, int round)
    {
        var rows = string.Join("; ", report.Top.Take(3).Select(group =>
            $"{string.Join(", ", group.Key.Select(part => $"{part.Field} = {part.Value ?? "null"}"))} in {group.Count} rows ({string.Join(", ", group.Ids)})"));
        var found = report.Groups > 0 ? rows : refused.Detail?.ReplaceLineEndings(" ") ?? refused.MessageText;
        var again = plan.Request.Keep is null ? "add --keep first (or another policy) to resolve it" : $"resolved {round} times, and others arrived each time: --guard refuses them from the start";
        return $"A duplicate arrived while {wanted.Name} was built: {found}. The unfinished index was dropped; {again}.";
    }

    /// <summary>Passes the resolver's progress on.</summary>
    private sealed class Groups(IProgress<EnforceProgress> progress, string table) : IProgress<ResolveProgress>
    {
        public void Report(ResolveProgress value) => progress.Report(new($"resolving {table}", value.Groups, value.Total, "groups"));
    }
}
