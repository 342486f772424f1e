using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests;

/// <summary>A test that needs libmongoc and no server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeFactAttribute : FactAttribute
{
    public NativeFactAttribute() => Skip = MongoDbAvailability.Without;
}
