namespace Uniquity.Testing.Conformance.Enforcing;

/// <summary>A database engine, as far as the suite of enforcers needs to drive it.</summary>
public interface IEnforcerEngine
{
    /// <summary>Makes an empty database that no other test sees.</summary>
    ValueTask<IEnforcerDatabase> CreateAsync();
}
