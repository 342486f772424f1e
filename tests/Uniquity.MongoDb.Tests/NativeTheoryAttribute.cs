using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests;

/// <summary>A test with data that needs libmongoc and no server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeTheoryAttribute : TheoryAttribute
{
    public NativeTheoryAttribute() => Skip = MongoDbAvailability.Without;
}
