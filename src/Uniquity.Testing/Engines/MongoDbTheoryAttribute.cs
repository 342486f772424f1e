using Xunit;

namespace Uniquity.Testing.Engines;

/// <summary>A theory that needs a MongoDB-compatible server: without one it is skipped with the reason, and fails under <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MongoDbTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for a server.</summary>
    public MongoDbTheoryAttribute() => Skip = MongoDbAvailability.SkipReason;
}
