using Xunit;

namespace Uniquity.Testing.Engines;

/// <summary>A theory that stops, or plans faults of, the private server: skipped where a server is given.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DocumentDbTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for the private server.</summary>
    public DocumentDbTheoryAttribute() => Skip = MongoDbAvailability.GivenUrl is null
        ? MongoDbAvailability.SkipReason
        : $"The server that {MongoDbAvailability.ServerVariable} names is not the tests' to disturb";
}
