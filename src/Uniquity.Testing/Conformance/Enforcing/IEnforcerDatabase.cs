using Uniquity.Enforcing;
using Uniquity.Resolving;

namespace Uniquity.Testing.Conformance.Enforcing;

/// <summary>One database of a test of an enforcer.</summary>
public interface IEnforcerDatabase : IConformanceDatabase
{
    /// <summary>Opens the enforcer under test.</summary>
    ValueTask<IEnforcer> OpenEnforcerAsync();

    /// <summary>Opens the resolver that it works with.</summary>
    ValueTask<IResolver> OpenResolverAsync();
}
