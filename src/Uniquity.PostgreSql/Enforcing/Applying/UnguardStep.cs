using Uniquity.PostgreSql.Enforcing.Planning;

namespace Uniquity.PostgreSql.Enforcing.Applying;

/// <summary>Removes the guard and its lookup indexes, this call's or an earlier one's.</summary>
internal sealed class UnguardStep(IndexSession session, EnforceContext context)
{
    /// <summary>Removes them.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var guarded = await session.Reader.QueryAsync(LeftoverSql.Guard(context.Table), row => row.GetBoolean(0), cancellationToken) is [true];
        if (guarded) await session.BrieflyAsync(context.Table.Name, [.. context.Guard.Remove()], cancellationToken);
        var lookups = await LeftoverSql.LookupsAsync(session.Reader, context.Table, cancellationToken);
        foreach (var lookup in lookups)
        {
            var leaf = context.Table.Leaves.First(leaf => Guarding.Guard.Lookup(leaf) == lookup);
            await session.ConcurrentlyAsync(leaf, IndexSql.Drop(lookup, concurrently: true), $"dropping {lookup.Name}", cancellationToken);
        }

        return guarded || lookups.Count > 0;
    }
}
