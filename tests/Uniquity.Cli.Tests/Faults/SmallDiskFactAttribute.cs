using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Faults;

/// <summary>A test that needs PostgreSQL and a small disk.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = new PostgreSqlFactAttribute().Skip ?? SmallDisk.SkipReason;
}
