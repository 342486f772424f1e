namespace Uniquity.Testing.Conformance.Resolving;

/// <summary>A database engine, as far as the suite of resolvers needs to drive it.</summary>
public interface IResolverEngine
{
    /// <summary>Makes an empty database that no other test sees.</summary>
    ValueTask<IResolverDatabase> CreateAsync();
}
