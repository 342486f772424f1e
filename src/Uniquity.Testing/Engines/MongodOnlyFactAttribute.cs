using Xunit;

namespace Uniquity.Testing.Engines;

/// <summary>A test of what only mongod has: skipped by name, with that reason, unless a server is given.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MongodOnlyFactAttribute : FactAttribute
{
    /// <summary>Looks for a given server.</summary>
    /// <param name="feature">What DocumentDB lacks, such as <c>a unique index with a collation</c>.</param>
    public MongodOnlyFactAttribute(string feature)
    {
        Feature = feature;
        if (MongoDbAvailability.GivenUrl is null)
            Skip = $"DocumentDB has not {feature}: name a mongod in {MongoDbAvailability.ServerVariable}";
    }

    /// <summary>What DocumentDB lacks.</summary>
    public string Feature { get; }
}
