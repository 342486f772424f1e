using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Probes;

/// <summary>Errors that are no unique violation, each with what the database adds, and a unique violation where none of them is named.</summary>
public class RelatedErrorTests : OnCauses
{
    [PostgreSqlFact]
    public async Task A_null_names_its_column_and_what_would_fill_it()
    {
        await RunAsync("CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL, made timestamptz NOT NULL DEFAULT now())");
        First(await DiagnoseAsync("INSERT INTO users (email) VALUES (NULL)"), "UQ902").Why.ShouldContain("email of public.users null");
        First(await DiagnoseAsync("INSERT INTO users (email, made) VALUES ('a', NULL)"), "UQ902").Why.ShouldContain("a default (now()), which an explicit null overrides");
    }

    [PostgreSqlFact]
    public async Task An_exclusion_counts_the_rows_in_its_way()
    {
        await RunAsync("""
            CREATE EXTENSION btree_gist; CREATE TABLE bookings (room int, during int4range, CONSTRAINT bookings_free EXCLUDE USING gist (room WITH =, during WITH &&));
            INSERT INTO bookings VALUES (1, '[1,5)');
            """);
        var cause = First(await DiagnoseAsync("INSERT INTO bookings VALUES (1, '[4,8)')"), "UQ903");
        cause.Evidence[0].Fact.ShouldBe("1 row of public.bookings conflicts with it now");
    }

    [PostgreSqlFact]
    public async Task A_row_that_may_overlap_is_written_with_all_that_a_writer_brings()
    {
        await RunAsync("CREATE EXTENSION btree_gist; CREATE TABLE bookings (id serial PRIMARY KEY, room int, during int4range, who text NOT NULL, CONSTRAINT bookings_free EXCLUDE USING gist (room WITH =, during WITH &&)); INSERT INTO bookings (room, during, who) VALUES (1, '[1,5)', 'a')");
        First(await DiagnoseAsync("INSERT INTO bookings (room, during, who) VALUES (1, '[4,8)', 'b')"), "UQ903").Remedies[1].Commands[0].Text
            .ShouldBe("INSERT INTO public.bookings (room, during, who) VALUES ($1, $2, $3) ON CONFLICT ON CONSTRAINT bookings_free DO NOTHING RETURNING *;");
    }

    [PostgreSqlFact]
    public async Task A_deferrable_constraint_cannot_arbitrate_and_an_index_beside_it_can()
    {
        await RunAsync("CREATE TABLE t (id serial PRIMARY KEY, e text UNIQUE DEFERRABLE)");
        var cause = First(await DiagnoseAsync("INSERT INTO t (e) VALUES ('x') ON CONFLICT (e) DO NOTHING"), "UQ904");
        await RunAsync(cause.Remedies[^1]);
        await RunAsync("INSERT INTO t (e) VALUES ('x') ON CONFLICT (e) DO NOTHING");
    }

    [PostgreSqlTheory]
    [InlineData("DO NOTHING")]
    [InlineData("ON CONSTRAINT t_once DO NOTHING")]
    public async Task A_deferrable_constraint_is_found_where_the_clause_lists_no_columns(string clause)
    {
        await RunAsync("CREATE TABLE t (id int PRIMARY KEY, e text, n int, CONSTRAINT t_once UNIQUE NULLS NOT DISTINCT (e) INCLUDE (n) DEFERRABLE INITIALLY DEFERRED)");
        var cause = First(await DiagnoseAsync($"INSERT INTO t VALUES (1, 'x', 1) ON CONFLICT {clause}"), "UQ904");
        cause.Remedies[0].Commands[0].Text.ShouldContain("UNIQUE NULLS NOT DISTINCT (e) INCLUDE (n)");
        await RunAsync(cause.Remedies[0]);
        await RunAsync($"INSERT INTO t VALUES (1, 'x', 1) ON CONFLICT {clause}");
    }

    [PostgreSqlFact]
    public async Task An_index_that_duplicates_forbid_is_not_suggested_before_they_are_resolved()
    {
        await RunAsync("CREATE TABLE t (id serial PRIMARY KEY, e text); INSERT INTO t (e) VALUES ('x'), ('x')");
        var cause = First(await DiagnoseAsync("INSERT INTO t (e) VALUES ('x') ON CONFLICT (e) DO NOTHING"), "UQ904");
        cause.Remedies[0].Run.ShouldBe("uniquity duplicates --on public.t --key e");
        cause.Evidence[^1].Fact.ShouldStartWith("1 row repeats a key of (e) already");
    }

    [PostgreSqlFact]
    public async Task A_check_shows_its_rule()
    {
        await RunAsync("CREATE TABLE orders (total int CONSTRAINT orders_total CHECK (total >= 0))");
        First(await DiagnoseAsync("INSERT INTO orders VALUES (-1)"), "UQ909").Why.ShouldContain("CHECK ((total >= 0))");
    }

    [PostgreSqlFact]
    public async Task A_conflict_target_is_held_against_every_index()
    {
        await RunAsync("""
            CREATE TABLE users (id int PRIMARY KEY, email text, gone bool, pos int UNIQUE DEFERRABLE); CREATE UNIQUE INDEX users_live ON users (email) WHERE NOT gone;
            """);
        var cause = First(await DiagnoseAsync("INSERT INTO users VALUES (1, 'a', false) ON CONFLICT (email) DO NOTHING"), "UQ904");
        cause.Evidence.Select(evidence => evidence.Fact).ShouldContain("users_live (email) WHERE NOT gone: partial, and the clause does not name its filter");
        cause.Evidence.Select(evidence => evidence.Fact).ShouldContain("users_pkey (id): another key");
        cause.Remedies[0].Commands[0].Text.ShouldContain("WHERE NOT gone");
        await RunAsync(cause.Remedies[1]);
        await RunAsync("INSERT INTO users VALUES (1, 'a', false) ON CONFLICT (email) DO NOTHING");
        First(await DiagnoseAsync("INSERT INTO users VALUES (1, 'a', false, 1) ON CONFLICT (pos, id) DO NOTHING"), "UQ904");
    }

    [PostgreSqlTheory]
    [InlineData("UQ905", "ERROR:  could not serialize access due to concurrent update")]
    [InlineData("UQ906", "ERROR:  deadlock detected")]
    [InlineData("UQ907", "FATAL:  sorry, too many clients already")]
    public async Task The_server_adds_its_own_counts(string code, string text)
    {
        var diagnosis = await DiagnoseTextAsync(text);
        diagnosis.Violation.ShouldBeNull();
        First(diagnosis, code).Evidence[1].Query.ShouldNotBeNull();
    }

    [PostgreSqlFact]
    public async Task A_connection_that_was_refused_is_compared_with_this_one() =>
        First(await DiagnoseTextAsync("could not connect to server: Connection refused\n\tIs the server running on host \"db\" and accepting TCP/IP connections on port 5432?"), "UQ908", Causes.Confidence.Possible);

    [PostgreSqlFact]
    public async Task A_unique_violation_is_none_of_these()
    {
        await RunAsync("CREATE TABLE t (email text UNIQUE NOT NULL CHECK (email <> '')); INSERT INTO t VALUES ('a')");
        (await DiagnoseAsync("INSERT INTO t VALUES ('a')")).Causes.ShouldAllBe(cause => !cause.Cause.Code.StartsWith("UQ9", StringComparison.Ordinal));
    }
}
