using Uniquity.Loading;

namespace Uniquity.Testing.Conformance.Loading;

/// <summary>A database that files are loaded into.</summary>
public interface ILoaderDatabase : IConformanceDatabase
{
    /// <summary>Opens the loader under test; it waits two seconds for locks.</summary>
    ValueTask<ILoader> OpenLoaderAsync();
}
