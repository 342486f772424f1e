using Uniquity.Testing.Conformance;

namespace Uniquity.Testing.Engines;

/// <summary>The class runs the conformance suite on PostgreSQL.</summary>
public sealed class RunsOnPostgreSqlAttribute : RunsOnAttribute
{
    /// <inheritdoc/>
    public override string? SkipReason => PostgreSqlAvailability.SkipReason;
}
