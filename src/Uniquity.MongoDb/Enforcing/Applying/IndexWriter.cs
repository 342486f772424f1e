using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Enforcing.Planning;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Enforcing.Applying;

/// <summary>Sends what changes indexes, and tells refusals that a person can end from faults.</summary>
internal sealed class IndexWriter(MongoSession session, TableName table, IProgress<EnforceProgress>? progress, TimeProvider clock)
{
    private const int Attempts = 3;

    /// <summary>Builds an index, and waits for it; goes on waiting where the connection was lost meanwhile.</summary>
    /// <returns>Whether it stands; not where a duplicate stood in its way.</returns>
    /// <exception cref="RefusedException">The server does not make it.</exception>
    public async Task<bool> CreateAsync(BsonDocument specification, CancellationToken cancellation)
    {
        var name = specification["name"]!.Value.AsString();
        progress?.Report(new($"building {name}", 0, null, "documents"));
        using var watched = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = new BuildWatch(session, table, name, progress, clock).RunAsync(watched.Token);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await session.WriteAsync(IndexCommands.Create(table, specification), cancellation);
                    return true;
                }
                catch (TargetException fault) when (IsDuplicate(fault))
                {
                    return false;
                }
                catch (TargetException lost) when (lost.InnerException is MongoException { Failure: MongoFailure.OutcomeUnknown } && attempt < Attempts)
                {
                    // The server may be building on: the same call then waits for that build.
                }
            }
        }
        catch (TargetException fault) when (Refusals.Of(fault, session, table, name) is { } refusal)
        {
            throw new RefusedException(refusal, fault);
        }
        finally
        {
            await watched.CancelAsync();
            await watch;
        }
    }

    /// <summary>Tells an index to refuse new duplicates.</summary>
    public Task PrepareAsync(string name, CancellationToken cancellation) => ChangeAsync(IndexCommands.Prepare(table, name), name, cancellation);

    /// <summary>Lets duplicates in again.</summary>
    public Task UnprepareAsync(string name) => ChangeAsync(IndexCommands.Prepare(table, name, refuse: false), name, CancellationToken.None);

    /// <summary>Makes a prepared index unique.</summary>
    /// <returns>Nothing where it is now; else the documents in the way, as far as the server names them.</returns>
    public async Task<IReadOnlyList<string>?> ConvertAsync(string name, bool preview, CancellationToken cancellation)
    {
        progress?.Report(new($"making {name} unique", 0, null, "documents"));
        try
        {
            if (preview) await session.WriteAsync(IndexCommands.Preview(table, name), cancellation);
            await session.WriteAsync(IndexCommands.Convert(table, name), cancellation);
            return null;
        }
        catch (TargetException fault) when (IsDuplicate(fault))
        {
            return ListedViolations.Of(((MongoException)fault.InnerException!).Reply);
        }
        catch (TargetException fault) when (Refusals.Of(fault, session, table, name) is { } refusal)
        {
            throw new RefusedException(refusal, fault);
        }
    }

    /// <summary>Drops an index, or stops its build; nothing where there is none.</summary>
    public async Task DropAsync(string name, CancellationToken cancellation)
    {
        try
        {
            await ChangeAsync(IndexCommands.Drop(table, name), name, cancellation);
        }
        catch (TargetException gone) when (gone.InnerException is MongoException { Code: MongoException.IndexNotFound })
        {
            // Somebody else dropped it, or it was never begun.
        }
    }

    /// <summary>Whether an index is there, complete and unique.</summary>
    public async Task<bool> IsUniqueAsync(string name, CancellationToken cancellation)
    {
        var found = await new StandingIndexes(session, table).ReadAsync(cancellation);
        return !found.Building.Contains(name) && found.All.Any(index => index.Name == name && index.IsUnique);
    }

    private async Task ChangeAsync(BsonDocument command, string name, CancellationToken cancellation)
    {
        try
        {
            await session.WriteAsync(command, cancellation);
        }
        catch (TargetException fault) when (Refusals.Of(fault, session, table, name) is { } refusal)
        {
            throw new RefusedException(refusal, fault);
        }
    }

    private static bool IsDuplicate(TargetException fault) =>
        fault.InnerException is MongoException { Failure: MongoFailure.Refused, Code: MongoException.DuplicateKey or MongoException.CannotConvertToUnique };
}
