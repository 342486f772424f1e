using Uniquity.Testing.Conformance;

namespace Uniquity.Testing.Engines;

/// <summary>The class runs the conformance suite on a MongoDB-compatible server.</summary>
public sealed class RunsOnMongoDbAttribute : RunsOnAttribute
{
    /// <inheritdoc/>
    public override string? SkipReason => MongoDbAvailability.SkipReason;
}
