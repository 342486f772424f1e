using System.Text;
using Uniquity.Testing.Commands;

namespace Uniquity.PostgreSql.Tests;

/// <summary>PostgreSQL's own shell, as a person uses it.</summary>
public static class Psql
{
    /// <summary>Runs statements, each in a transaction of its own; throws at the first that is refused.</summary>
    /// <returns>The rows, without headings.</returns>
    public static async Task<string> RunAsync(string url, string sql)
    {
        var psql = new Command
        {
            Program = "psql",
            Arguments = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", url],
            Input = Encoding.UTF8.GetBytes(sql),
            Environment = new Dictionary<string, string?> { ["PGCLIENTENCODING"] = "UTF8" },
        };
        return (await psql.RunAsync()).OrThrow("psql").Output;
    }

    /// <summary>Runs a statement that is refused.</summary>
    /// <returns>What psql prints on standard error: the text that a person has on the screen.</returns>
    public static async Task<string> RefusedAsync(string url, string sql)
    {
        var psql = new Command { Program = "psql", Arguments = ["-X", "-q", url], Input = Encoding.UTF8.GetBytes(sql) };
        var result = await psql.RunAsync();
        return result.Error.Contains("ERROR:", StringComparison.Ordinal) ? result.Error : throw new InvalidOperationException($"The statement was expected to be refused: {sql}");
    }

    /// <summary>All schema and data as one text.</summary>
    public static async Task<string> DumpAsync(string url)
    {
        var dump = (await new Command { Program = "pg_dump", Arguments = [url] }.RunAsync()).OrThrow("pg_dump").Output;
        // A newer pg_dump fences its output with a key drawn anew each time.
        return string.Join('\n', dump.Split('\n').Where(line => !line.StartsWith("\\restrict", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }
}
