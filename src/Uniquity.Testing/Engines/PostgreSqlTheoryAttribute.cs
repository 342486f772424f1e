using Xunit;

namespace Uniquity.Testing.Engines;

/// <summary>A theory that needs PostgreSQL: without one it is skipped with the reason, and fails under <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for PostgreSQL.</summary>
    public PostgreSqlTheoryAttribute() => Skip = PostgreSqlAvailability.SkipReason;
}
