using Npgsql;
using Uniquity.Enforcing;
using Uniquity.PostgreSql.Enforcing.Planning;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Enforcing.Applying;

/// <summary>Cleans up after a step that failed, and says what stands now.</summary>
internal sealed class Failure(IndexSession session, EnforceContext context, UnguardStep guard, IReadOnlyList<Run> runs, IReadOnlyList<string> done)
{
    /// <summary>Makes the exception to throw: refused where nothing was changed, else stopped.</summary>
    public async Task<Exception> ExplainAsync(Exception failure, bool cancelled)
    {
        var left = await CleanUpAsync();
        if (failure is RefusedException && done.Count == 0 && left.Count == 0) return failure;
        List<Run> all = failure is StoppedException stopped ? [.. runs, stopped.Run] : [.. runs];
        var held = failure is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };
        var what = cancelled ? "Stopped." : held
            ? $"{context.Table.Name} could not be locked{await session.HoldersAsync(context.Table.Name)}."
            : $"{Sentence(failure is StoppedException or RefusedException ? failure.Message : Permissions.Explain(failure))}";
        if (done.Count == 0 && left.Count == 0 && !cancelled && all.Count == 0)
            return new RefusedException($"{what} Nothing was changed{(held ? ": try again when that session is done" : "")}.", failure);
        var was = done.Count > 0 ? $" Done: {string.Join("; ", done)}." : "";
        var stays = left.Count > 0 ? $" Left: {string.Join("; ", left)}." : cancelled && done.Count == 0 ? " Nothing was changed." : "";
        return new EnforceStoppedException($"{what}{was}{stays} The same call goes on.", all, failure);
    }

    private async Task<IReadOnlyList<string>> CleanUpAsync()
    {
        var left = new List<string>();
        try
        {
            if (!context.Standing && await session.IsValidAsync(context.Wanted.FullName, CancellationToken.None) == false) await new FailedBuild(session, context).DropAsync(CancellationToken.None);
        }
        catch (Exception held) when (held is NpgsqlException or InvalidOperationException)
        {
            left.Add($"{context.Wanted.Name}, invalid, which may refuse writes");
        }

        try
        {
            await guard.RunAsync(CancellationToken.None);
        }
        catch (Exception held) when (held is NpgsqlException or InvalidOperationException)
        {
            left.Add($"the guard of {context.Table.Name}, which refuses duplicates");
        }

        return left;
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
