using Shouldly;
using Uniquity.Loading;
using Uniquity.Targets;
using Xunit;

namespace Uniquity.Testing.Conformance.Loading;

/// <summary>What becomes of a record whose key is taken.</summary>
public abstract partial class LoaderConformance
{
    private const string Plain = """
        CREATE TABLE t (id integer PRIMARY KEY, name text, seen integer, note text DEFAULT 'none');
        INSERT INTO t VALUES (1, 'old', 5, 'kept'), (2, 'older', 9, 'kept');
        """;

    private const string Colliding = "id,name,seen\n1,new,6\n2,newer,3\n3,first,1\n3,second,8\n3,third,4\n";

    [ConformanceTheory]
    [InlineData("skip", "1 0 4 0", "1|old|5|kept\n2|older|9|kept\n3|first|1|none")]
    [InlineData("update", "1 4 0 0", "1|new|6|kept\n2|newer|3|kept\n3|third|4|none")]
    [InlineData("replace", "1 4 0 0", "1|new|6|none\n2|newer|3|none\n3|third|4|none")]
    [InlineData("newer:seen", "1 2 2 0", "1|new|6|kept\n2|older|9|kept\n3|second|8|none")]
    public async Task A_policy_says_what_becomes_of_a_taken_key(string policy, string sums, string rows)
    {
        foreach (var batch in new[] { 1, 2, 1000 })
        {
            await Database.ExecuteAsync("DROP TABLE IF EXISTS t; " + Plain);

            var (point, _) = await LoadAsync(new(Colliding) { OnConflict = policy, Batch = batch });

            Sums(point).ShouldBe(sums, $"batch {batch}");
            (await AskAsync("SELECT * FROM t ORDER BY id")).ShouldBe(rows, $"batch {batch}");
        }
    }

    [ConformanceFact]
    public async Task Stop_ends_at_the_line_and_leaves_its_chunk_out()
    {
        await Database.ExecuteAsync(Plain);

        var stopped = await Should.ThrowAsync<LoadStoppedException>(LoadAsync(new("id,name\n10,a\n11,b\n12,c\n1,d\n13,e\n") { OnConflict = "stop", Batch = 2 }));

        stopped.Message.ShouldStartWith("line 5 cannot be taken: ");
        (await AskAsync("SELECT id FROM t ORDER BY id")).ShouldBe("1\n2\n10\n11");
    }

    [ConformanceTheory]
    [InlineData("skip", "2 0 0 1")]
    [InlineData("update", "1 1 0 1")]
    public async Task Every_unique_index_counts_and_a_reject_names_its_own(string policy, string sums)
    {
        await Database.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, email text, name text); CREATE UNIQUE INDEX t_email ON t (email); INSERT INTO t VALUES (1, 'a@x', 'ann')");
        var file = policy == "skip" ? "id,email,name\n2,b@x,bob\n3,a@x,cid\n4,d@x,dan\n" : "id,email,name\n1,z@x,ann\n3,b@x,eve\n1,b@x,bob\n";

        var (point, rejects) = await LoadAsync(new(file) { Key = "id", OnConflict = policy });

        Sums(point).ShouldBe(sums);
        rejects[0].Reason.ShouldBe("duplicate");
        rejects[0].Index.ShouldBe("t_email");
        rejects[0].KeyFields.ShouldBe(["email"]);
        rejects[0].Holder!.Value.GetProperty("id").GetInt64().ShouldBe(policy == "skip" ? 1 : 3);
        rejects[0].Line.ShouldBe(policy == "skip" ? 3 : 4);
    }

    [ConformanceFact]
    public async Task Keys_of_null_are_different_keys()
    {
        await Database.ExecuteAsync("CREATE TABLE t (a text, b text); CREATE UNIQUE INDEX t_ab ON t (a, b); INSERT INTO t VALUES ('x', NULL), ('x', 'y')");

        var (point, _) = await LoadAsync(new("a,b\nx,\nx,\nx,y\n,\n,\nx,\"\"\n") { Key = "a,b" });

        Sums(point).ShouldBe("5 0 1 0");
    }

    [ConformanceTheory]
    [InlineData("skip", "1 0 2 0", "1|A@x|ann\n2|b@X|bob")]
    [InlineData("update", "1 2 0 0", "1|a@X|anna\n2|B@x|bobby")]
    public async Task A_key_may_be_an_expression(string policy, string sums, string rows)
    {
        await Database.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, email text, name text); CREATE UNIQUE INDEX t_lower ON t (lower(email)); INSERT INTO t VALUES (1, 'A@x', 'ann')");

        var (point, _) = await LoadAsync(new("""
            {"id":1,"email":"a@X","name":"anna"}
            {"id":2,"email":"b@X","name":"bob"}
            {"id":2,"email":"B@x","name":"bobby"}
            """) { Format = "ndjson", Key = "lower(email)", OnConflict = policy });

        Sums(point).ShouldBe(sums);
        (await AskAsync("SELECT * FROM t ORDER BY id")).ShouldBe(rows);
    }

    [ConformanceTheory]
    [InlineData("skip", "3 0 1 0")]
    [InlineData("update", "3 1 0 0")]
    public async Task A_key_may_hold_for_some_rows_only(string policy, string sums)
    {
        await Database.ExecuteAsync("CREATE TABLE t (email text, gone integer, name text); CREATE UNIQUE INDEX t_live ON t (email) WHERE gone = 0; INSERT INTO t VALUES ('a', 1, 'dead'), ('a', 0, 'live')");

        var (point, _) = await LoadAsync(new("email,gone,name\na,0,hit\na,1,dead too\na,1,dead three\nb,0,new\n") { Key = "email", OnConflict = policy });

        Sums(point).ShouldBe(sums);
        (await AskAsync("SELECT name FROM t WHERE email = 'a' AND gone = 0")).ShouldBe(policy == "skip" ? "live" : "hit");
    }

    [ConformanceFact]
    public async Task A_key_without_an_index_is_refused_with_the_call_that_makes_one()
    {
        await Database.ExecuteAsync(Plain);

        (await Should.ThrowAsync<UsageException>(LoadAsync(new("id,name\n1,a\n") { Key = "name" }))).Message.ShouldContain("--key name");
        (await Should.ThrowAsync<UsageException>(LoadAsync(new("name\na\n") { OnConflict = "update" }))).Message.ShouldContain("--on-conflict skip");
    }

    [ConformanceTheory]
    [ClassData(typeof(HostileNames))]
    public async Task Names_of_any_spelling_are_loaded(string name)
    {
        var quoted = HostileNames.Quote(name);
        await Database.ExecuteAsync($"CREATE TABLE keep (x text); CREATE TABLE t ({quoted} text PRIMARY KEY, \"v\" text); INSERT INTO t VALUES ('a', 'old')");
        var header = $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

        // A header is read without the blanks around its names.
        if (name != name.Trim()) return;
        var (point, _) = await LoadAsync(new($"{header},v\na,new\nb,new\n") { OnConflict = "update" });

        Sums(point).ShouldBe("1 1 0 0");
        (await AskAsync("SELECT v FROM t")).ShouldBe("new\nnew");
    }
}
