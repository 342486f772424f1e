using Xunit;

namespace Uniquity.Testing.Engines;

/// <summary>A test that needs PostgreSQL: without one it is skipped with the reason, and fails under <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    /// <summary>Looks for PostgreSQL.</summary>
    public PostgreSqlFactAttribute() => Skip = PostgreSqlAvailability.SkipReason;
}
