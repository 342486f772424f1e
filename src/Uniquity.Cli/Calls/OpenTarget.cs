using Uniquity.Indexes;
using Uniquity.Targets;

namespace Uniquity.Cli.Calls;

/// <summary>A target for the time of a call; prints its statements at the end where the person asked for them.</summary>
internal sealed class OpenTarget(ITarget target, Call call) : IAsyncDisposable
{
    /// <summary>The target.</summary>
    public ITarget Target => target;

    /// <summary>Finds a table that the person named.</summary>
    /// <exception cref="TargetException">There is none of that name.</exception>
    public async ValueTask<TableName> FindTableAsync(string name, CancellationToken cancellationToken)
    {
        if (await target.FindTableAsync(name, cancellationToken) is { } table) return table;
        var info = await target.DescribeAsync(cancellationToken);
        var indexed = await target.GetUniqueIndexesAsync(table: null, cancellationToken);
        var names = indexed.SelectMany(index => new[] { index.Table.Name, index.Table.ToString() }).Distinct(StringComparer.Ordinal);
        var nearest = NearestName.Find(name, names) is { } near ? $"; nearest right call: --on {near}" : "";
        throw new TargetException($"there is no {call.Nouns.Table} {name} in {Place.Of(info)}{nearest}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await call.TellStatementsAsync(target.StatementLog);
        await target.DisposeAsync();
    }
}
