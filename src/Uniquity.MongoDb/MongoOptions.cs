namespace Uniquity.MongoDb;

/// <summary>How the adapter asks.</summary>
public sealed record MongoOptions
{
    /// <summary>The longest that one command may run on the server (<c>maxTimeMS</c>).</summary>
    /// <value>30 seconds. Zero for no bound.</value>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that finding a server may take, where the URL does not say (<c>serverSelectionTimeoutMS</c>).</summary>
    /// <value>10 seconds.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
