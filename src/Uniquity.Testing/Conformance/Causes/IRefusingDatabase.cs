using Uniquity.Targets;

namespace Uniquity.Testing.Conformance.Causes;

/// <summary>A fresh database of one engine, in which a test brings a cause about and has a write refused for real.</summary>
public interface IRefusingDatabase : IAsyncDisposable
{
    /// <summary>Runs a statement that succeeds.</summary>
    Task ExecuteAsync(string sql);

    /// <summary>Runs a statement that the engine refuses, and gives the text that its client prints.</summary>
    Task<string> RefusedAsync(string sql);

    /// <summary>Opens the database read-only, as the commands do.</summary>
    Task<ITarget> OpenAsync();

    /// <summary>Runs a query in the engine's own shell, as a person would paste it.</summary>
    /// <returns>What the shell printed; the call fails the test where the shell refuses the query.</returns>
    Task<string> RunInShellAsync(string query);
}
