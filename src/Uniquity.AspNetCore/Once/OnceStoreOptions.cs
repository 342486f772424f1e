namespace Uniquity.AspNetCore;

/// <summary>How the application looks after its store of keys.</summary>
public sealed class OnceStoreOptions
{
    /// <summary>Whether the table is made at start where it is missing.</summary>
    /// <value><see langword="true"/> by default. Otherwise run <see cref="Uniquity.Once.IOnceStore.Schema"/> in a migration.</value>
    public bool CreateTable { get; set; } = true;

    /// <summary>How often keys whose time is over are removed.</summary>
    /// <value>1 hour by default; <see cref="Timeout.InfiniteTimeSpan"/> never.</value>
    public TimeSpan RemoveExpiredEvery { get; set; } = TimeSpan.FromHours(1);
}
