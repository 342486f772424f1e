using Uniquity.Testing.Engines;

namespace Uniquity.Sqlite.Tests.Resolving;

/// <summary>A test that needs a small disk.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.SkipReason;
}
