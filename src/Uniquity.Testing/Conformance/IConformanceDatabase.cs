using System.Data.Common;
using Uniquity.Targets;

namespace Uniquity.Testing.Conformance;

/// <summary>One database of a conformance test; removed when it is disposed.</summary>
/// <remarks>
/// Scenes are set in the SQL that every SQL engine reads: names in double quotes, <c>integer</c>, <c>text</c>, <c>double precision</c>,
/// <c>PRIMARY KEY</c>, <c>UNIQUE</c>, <c>CREATE UNIQUE INDEX … WHERE</c>, <c>lower()</c>.
/// </remarks>
public interface IConformanceDatabase : IAsyncDisposable
{
    /// <summary>Runs statements that may write, divided by semicolons, each in a transaction of its own; throws where one is refused.</summary>
    ValueTask ExecuteAsync(string sql);

    /// <summary>Opens the adapter under test on this database.</summary>
    ValueTask<ITarget> OpenAsync();

    /// <summary>Runs a query as it stands in the engine's own shell (sqlite3, psql).</summary>
    /// <returns>What the shell prints, without headings; throws where the shell reports an error.</returns>
    ValueTask<string> RunInShellAsync(string query);

    /// <summary>All schema and data as one text, to see that nothing was written.</summary>
    ValueTask<string> DumpAsync();

    /// <summary>Runs a statement that the engine refuses.</summary>
    /// <returns>The text that a person would have on the screen: by default what the driver's exception says.</returns>
    async ValueTask<string> RefusedAsync(string sql)
    {
        try
        {
            await ExecuteAsync(sql);
        }
        catch (DbException refusal)
        {
            return refusal.Message;
        }

        throw new InvalidOperationException($"The engine was expected to refuse: {sql}");
    }
}
