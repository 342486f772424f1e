using Uniquity.Enforcing;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Enforcing.Applying;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Enforcing.Dropping;

/// <summary>Drops an index; the plain one stands before it goes.</summary>
internal sealed class DropRun(IndexWriter writer, DropIndexPlan plan, BsonDocument? plain)
{
    /// <summary>Does it.</summary>
    public async Task<DropIndexResult> RunAsync(CancellationToken cancellation)
    {
        var done = new List<string>();
        try
        {
            if (plain is not null)
            {
                await writer.CreateAsync(plain, cancellation);
                done.Add($"built {plan.PlainName}, which is not unique");
            }

            await writer.DropAsync(plan.Index.Name, cancellation);
            done.Add($"dropped {plan.Index.Name}");
            return new(plan, done);
        }
        catch (RefusedException refused) when (done.Count == 0 && !plan.Index.Valid)
        {
            throw new RefusedException($"{refused.Message}; it refuses new duplicates (prepareUnique), and some servers drop such an index only once it is unique: uniquity enforce --on {CallText.Word(plan.Index.Table.Name)} --key {CallText.Key(plan.Index.Key)} --apply, then this call again", refused);
        }
        catch (RefusedException refused) when (done.Count == 0)
        {
            throw plain is null ? refused : new RefusedException($"{refused.Message}; {plan.Index.Name} still stands. Leave --keep-plain out, or build the index for the reads once {plan.Index.Name} is gone", refused);
        }
        catch (Exception failure) when (done.Count > 0 || cancellation.IsCancellationRequested)
        {
            if (done.Count == 0) await TryDropAsync();
            var why = cancellation.IsCancellationRequested ? "Stopped" : failure.Message.TrimEnd('.');
            throw new EnforceStoppedException($"{why}. {(done.Count > 0 ? $"Done: {string.Join("; ", done)}. {plan.Index.Name} still stands" : "Nothing was changed")}. The same call goes on.", [], failure);
        }
    }

    private async Task TryDropAsync()
    {
        try
        {
            if (plan.PlainName is { } name) await writer.DropAsync(name, CancellationToken.None);
        }
        catch (Exception fault) when (fault is Targets.TargetException or RefusedException)
        {
            // What stopped the call is told; a plain index does no harm.
        }
    }
}
