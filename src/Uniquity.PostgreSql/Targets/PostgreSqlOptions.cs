namespace Uniquity.PostgreSql.Targets;

/// <summary>How a session asks.</summary>
public sealed record PostgreSqlOptions
{
    /// <summary>The longest that one statement may run (<c>statement_timeout</c>).</summary>
    /// <value>30 seconds. Zero for no bound.</value>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that a statement waits for a lock (<c>lock_timeout</c>), so that it never queues behind a migration.</summary>
    /// <value>2 seconds.</value>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest that connecting may take, where the URL does not say.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gives the value of an environment variable: libpq's PG* fill what the URL leaves out.</summary>
    /// <value>The environment of the process.</value>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;
}
