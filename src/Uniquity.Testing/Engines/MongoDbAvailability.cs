using Uniquity.Testing.Engines.DocumentDb;

namespace Uniquity.Testing.Engines;

/// <summary>Whether the tests have a server that speaks the MongoDB protocol.</summary>
public static class MongoDbAvailability
{
    /// <summary>Names a server to use instead of a private one: <c>mongodb://host:port</c>.</summary>
    public const string ServerVariable = "UNIQUITY_TEST_MONGODB";

    /// <summary>The server that the variable names, or <see langword="null"/>.</summary>
    public static string? GivenUrl { get; } =
        Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } url ? url : null;

    /// <summary>Why there is none, with what to do about it; <see langword="null"/> where there is one.</summary>
    public static string? Missing { get; } = GivenUrl is not null || DocumentDbTree.Programs is not null
        ? null
        : $"There is no MongoDB-compatible server: run eng/documentdb/up.sh (Debian), or name a server in {ServerVariable}";

    /// <summary>Says why the machine cannot have what these tests need: then they are skipped everywhere.</summary>
    public const string WithoutVariable = "UNIQUITY_TEST_WITHOUT_MONGODB";

    /// <summary>Why the machine cannot have what these tests need, the C driver above all; <see langword="null"/> where nothing was said.</summary>
    public static string? Without { get; } =
        Environment.GetEnvironmentVariable(WithoutVariable) is { Length: > 0 } reason ? reason : null;

    /// <summary>
    /// The reason to skip a test; under <c>CI=true</c> <see langword="null"/> where a missing engine is a failure, for it could have been installed.
    /// </summary>
    public static string? SkipReason { get; } = Without is not null ? Without :
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase) ? null : Missing;
}
