namespace Uniquity.Testing.Conformance.Keys;

/// <summary>A database engine, relational or not, as far as the suite of keys needs to drive it.</summary>
public interface IKeyEngine
{
    /// <summary>Makes an empty database that no other test sees.</summary>
    ValueTask<IKeyDatabase> CreateAsync();
}
