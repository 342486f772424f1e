using Npgsql;
using Uniquity.Enforcing;
using Uniquity.PostgreSql.Enforcing.Applying;
using Uniquity.PostgreSql.Enforcing.Planning;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Enforcing.Dropping;

/// <summary>Applies the plan of <c>drop-index</c>: the plain index stands before the unique one goes.</summary>
internal sealed class DropRun(IndexSession session, DropIndexPlan plan, Replaced dropped, TableState table)
{
    private readonly List<string> done = [];

    /// <summary>Does it.</summary>
    public async Task<DropIndexResult> RunAsync(CancellationToken cancellationToken)
    {
        await session.HoldAsync(table.Oid, table.Name, cancellationToken);
        try
        {
            if (plan.PlainName is { } plain) await BuildPlainAsync(plain, cancellationToken);
            var drop = dropped.Drop(table);
            if (dropped.Index.Constraint || table.Partitioned) await session.BrieflyAsync(table.Name, [drop], cancellationToken);
            else await session.ConcurrentlyAsync(table.Name, drop, $"dropping {dropped.Index.Name}", cancellationToken);
            done.Add($"dropped {dropped.Index.Name}");
            return new(plan, done);
        }
        catch (Exception failure) when (failure is PostgresException or OperationCanceledException)
        {
            throw await StoppedAsync(failure);
        }
        finally
        {
            await session.ReleaseAsync(table.Oid);
        }
    }

    private async Task BuildPlainAsync(string plain, CancellationToken cancellationToken)
    {
        var name = table.Name with { Name = plain };
        if (await session.IsValidAsync(name, cancellationToken) == false) await session.BrieflyAsync(table.Name, [IndexSql.Drop(name, concurrently: false)], cancellationToken);
        await session.ConcurrentlyAsync(table.Name, IndexSql.CreatePlain(table.Name, plain, dropped.Index.Key, dropped.Index.Filter, concurrently: true), $"building {plain}", cancellationToken);
        done.Add($"built {plain}, which is not unique");
    }

    private async Task<Exception> StoppedAsync(Exception failure)
    {
        var held = failure is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };
        var valid = await session.IsValidAsync(dropped.FullName, CancellationToken.None);
        var why = failure is OperationCanceledException ? "Stopped." : held ? $"{table.Name} could not be locked{await session.HoldersAsync(table.Name)}." : Permissions.Explain(failure) + ".";
        if (done.Count == 0 && valid == dropped.Index.Valid && failure is not OperationCanceledException) return new RefusedException($"{why} Nothing was changed{(held ? ": try again when that session is done" : "")}.", failure);
        var state = valid == false ? $" {dropped.Index.Name} is invalid now." : "";
        return new EnforceStoppedException($"{why}{(done.Count > 0 ? $" Done: {string.Join("; ", done)}." : "")}{state} The same call goes on.", [], failure);
    }
}
