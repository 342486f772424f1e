using Uniquity.Enforcing;
using Uniquity.Targets;

namespace Uniquity.Testing.Conformance.Keys;

/// <summary>One database of a test of keys, in words that a table and a collection share; removed when it is disposed.</summary>
public interface IKeyDatabase : IAsyncDisposable
{
    /// <summary>What stands before a column that an index sorts in descending order.</summary>
    const string Descending = "DESC ";

    /// <summary>Makes a table with an identity and columns of text, or a collection.</summary>
    ValueTask TableAsync(string table, params string[] columns);

    /// <summary>Writes a row, its identity given, its columns in their order.</summary>
    /// <returns>Whether the engine took it; not where a unique index refused it. Anything else throws.</returns>
    ValueTask<bool> InsertAsync(string table, int id, params string?[] values);

    /// <summary>Makes a unique index.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">Its name.</param>
    /// <param name="filter">Only rows that pass it; <see langword="null"/> for all.</param>
    /// <param name="key">The columns; <see cref="Descending"/> before one sorts it so.</param>
    ValueTask IndexAsync(string table, string name, string? filter, params string[] key);

    /// <summary>The filter for rows in which a column is null, and the same in another spelling.</summary>
    (string Usual, string Other) IsNull(string column);

    /// <summary>A table or column as a person names it in a rule or on the command line.</summary>
    string Spelled(string name);

    /// <summary>Every index of the database with what defines it, to see that none was made or lost.</summary>
    ValueTask<string> IndexesAsync();

    /// <summary>Opens the adapter under test.</summary>
    ValueTask<ITarget> OpenAsync();

    /// <summary>Opens the enforcer under test.</summary>
    ValueTask<IEnforcer> OpenEnforcerAsync();
}
