namespace Uniquity.Testing.Conformance;

/// <summary>A database engine, as far as the conformance suite needs to drive it.</summary>
public interface IConformanceEngine
{
    /// <summary>Makes an empty database that no other test sees.</summary>
    ValueTask<IConformanceDatabase> CreateAsync();
}
