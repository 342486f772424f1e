using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Commands.Load;

/// <summary>A role that lacks a right is told so before anything is written, with the statement that grants it.</summary>
public sealed class PostgreSqlRightsTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("uniquity-load-").FullName, "t.csv");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [PostgreSqlTheory]
    [InlineData("skip", "GRANT ALL ON t TO @; GRANT ALL ON SEQUENCE t_id_seq TO @; GRANT CREATE ON DATABASE # TO @; REVOKE TEMPORARY ON DATABASE # FROM PUBLIC", "GRANT TEMPORARY ON DATABASE # TO @")]
    [InlineData("skip", "GRANT ALL ON SEQUENCE t_id_seq TO @; GRANT SELECT ON t TO @; GRANT CREATE ON DATABASE # TO @", "GRANT INSERT ON public.t TO @")]
    [InlineData("update", "GRANT ALL ON SEQUENCE t_id_seq TO @; GRANT SELECT, INSERT ON t TO @; GRANT CREATE ON DATABASE # TO @", "GRANT UPDATE ON public.t TO @")]
    [InlineData("skip", "GRANT SELECT, INSERT ON t TO @; GRANT CREATE ON DATABASE # TO @", "GRANT SELECT, UPDATE ON SEQUENCE public.t_id_seq TO @")]
    [InlineData("skip", "GRANT ALL ON SEQUENCE t_id_seq TO @; GRANT SELECT, INSERT ON t TO @", "GRANT CREATE ON DATABASE # TO @; how far a load is stands in the schema uniquity, and what is piped in (load -) needs none")]
    [InlineData("skip", "GRANT ALL ON SEQUENCE t_id_seq TO @; GRANT SELECT, INSERT ON t TO @; CREATE SCHEMA uniquity; CREATE TABLE uniquity.loads (id text)", "GRANT USAGE ON SCHEMA uniquity TO @; GRANT SELECT, INSERT, UPDATE, DELETE ON uniquity.loads TO @; how far")]
    public async Task Each_right_that_is_missing_is_named_with_its_grant(string policy, string rights, string grant)
    {
        await WithRoleAsync(rights, async (url, says) =>
        {
            var outcome = await LoadAsync(url, policy);

            outcome.Code.ShouldBe(3);
            outcome.Error.ShouldStartWith(says("uniquity: @ may not load into public.t: " + grant));
        });
    }

    [PostgreSqlFact]
    public async Task Rights_on_the_columns_alone_are_enough_and_so_is_no_sequence_where_no_id_is_loaded()
    {
        await WithRoleAsync("GRANT SELECT (v), INSERT (v) ON t TO @; GRANT USAGE ON SEQUENCE t_id_seq TO @; GRANT CREATE ON DATABASE # TO @; CREATE UNIQUE INDEX ON t (v)", async (url, _) =>
        {
            await File.WriteAllTextAsync(_file, "v\na\nb\na\n");

            var outcome = await Running.Cli.RunAsync("load", _file, "--into", "t", "--on-conflict", "skip", "--db", url);

            outcome.Code.ShouldBe(0, outcome.Error);
        });
    }

    [PostgreSqlFact]
    public async Task A_materialized_view_takes_no_rows()
    {
        await WithRoleAsync("DROP TABLE t; CREATE MATERIALIZED VIEW t AS SELECT 1 AS id, 'a' AS v; ALTER MATERIALIZED VIEW t OWNER TO @", async (url, _) =>
        {
            var outcome = await LoadAsync(url, "skip");

            outcome.Code.ShouldBe(2);
            outcome.Error.ShouldContain("REFRESH MATERIALIZED VIEW public.t");
        });
    }

    private async Task<Running.Outcome> LoadAsync(string url, string policy)
    {
        await File.WriteAllTextAsync(_file, "id,v\n1,a\n");
        return await Running.Cli.RunAsync("load", _file, "--into", "t", "--on-conflict", policy, "--db", url);
    }

    private static async Task WithRoleAsync(string rights, Func<string, Func<string, string>, Task> run)
    {
        await using var database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        var role = $"app_{database.Name}";
        string Says(string text) => text.Replace("@", role, StringComparison.Ordinal).Replace("#", database.Name, StringComparison.Ordinal);
        await database.ExecuteAsync(Says("CREATE ROLE @ LOGIN; CREATE TABLE t (id serial PRIMARY KEY, v text); " + rights));
        try
        {
            await run(database.Url.Replace("postgres@", role + "@", StringComparison.Ordinal), Says);
        }
        finally
        {
            await database.ExecuteAsync(Says("DROP OWNED BY @ CASCADE; DROP ROLE @"));
        }
    }
}
