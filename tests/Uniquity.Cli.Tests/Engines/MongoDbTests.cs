using System.Text.Json;
using Uniquity.MongoDb;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Engines;

/// <summary>The commands on a MongoDB database: what they print is the contract's, whichever engine answers.</summary>
public sealed class MongoDbTests : IAsyncLifetime
{
    private readonly string _database = MongoDbServer.NewDatabaseName();
    private string _url = "";

    public async Task InitializeAsync()
    {
        if (MongoDbAvailability.SkipReason is not null) return;
        _url = (await MongoDbServer.SharedAsync()).UrlOf(_database);
        await RunAsync(
            "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }",
            "{ insert: 'users', documents: [{ _id: 1, email: 'ann@acme.org', team: 'a' }, { _id: 2, email: 'bob@acme.org', team: 'a' }, { _id: 3, team: 'b' }] }");
    }

    public async Task DisposeAsync()
    {
        if (_url.Length > 0) await RunAsync("{ dropDatabase: 1 }");
    }

    [MongoDbFact]
    public async Task Indexes_duplicates_and_diagnose_answer_with_the_members_of_the_contract()
    {
        var indexes = await JsonAsync(0, "indexes", "--db", _url);
        indexes.GetProperty("indexes")[1].GetProperty("name").GetString().ShouldBe("email_1");
        indexes.GetProperty("indexes")[1].GetProperty("nulls").GetString().ShouldBe("value");

        var duplicates = await JsonAsync(1, "duplicates", "--db", _url, "--on", "users", "--key", "team");
        duplicates.GetProperty("excessRows").GetInt64().ShouldBe(1);
        duplicates.GetProperty("top")[0].GetProperty("key").GetProperty("team").GetString().ShouldBe("a");

        var error = $"MongoServerError: E11000 duplicate key error collection: {_database}.users index: email_1 dup key: {{ email: \"ann@acme.org\" }}";
        var diagnosis = await JsonAsync(0, "diagnose", error, "--db", _url);
        diagnosis.GetProperty("causes")[0].GetProperty("code").GetString().ShouldBe("UQ101");
        diagnosis.GetProperty("holder").GetProperty("row").GetProperty("_id").GetInt32().ShouldBe(1);
        diagnosis.GetProperty("causes")[0].GetProperty("remedies")[1].GetProperty("commands")[0].GetProperty("language").GetString().ShouldBe("mongosh");
    }

    [MongoDbFact]
    public async Task An_error_of_another_database_is_said_first()
    {
        var outcome = await Running.Cli.RunAsync("diagnose", "E11000 duplicate key error collection: elsewhere.users index: email_1 dup key: { email: \"ann@acme.org\" }", "--db", _url);
        outcome.Out.ShouldContain("elsewhere");
        outcome.Out.ShouldContain("UQ402");
    }

    [MongoDbFact]
    public async Task Nulls_are_said_to_count() =>
        (await Running.Cli.RunAsync("duplicates", "--db", _url, "--on", "users", "--key", "email")).Out.ShouldContain("1 document with a null in the key counted like any other");

    [MongoDbFact]
    public async Task A_plan_is_saved_applied_listed_and_undone()
    {
        var plan = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            var shown = await Running.Cli.RunAsync("resolve", "--db", _url, "--on", "users", "--key", "team", "--keep", "last", "--out", plan);
            shown.Code.ShouldBe(0, shown.Error);
            shown.Out.ShouldContain("1 key shared");
            (await JsonAsync(0, "apply", plan, "--db", _url, "--yes")).GetProperty("applied").GetBoolean().ShouldBeTrue();
            (await Running.Cli.RunAsync("apply", plan, "--db", _url, "--yes")).Code.ShouldBe(4);
            var run = (await JsonAsync(0, "runs", "--db", _url)).GetProperty("runs")[0];
            run.GetProperty("state").GetString().ShouldBe("complete");
            var undone = await Running.Cli.RunAsync("undo", run.GetProperty("run").GetString()!, "--db", _url);
            undone.Code.ShouldBe(0, undone.Error);
            (await Running.Cli.RunAsync("runs", "--db", _url)).Out.ShouldContain("undone");
        }
        finally
        {
            File.Delete(plan);
        }
    }

    [MongoDbFact]
    public async Task Enforce_and_drop_index_show_their_steps_and_do_them_when_told()
    {
        var blocked = await Running.Cli.RunAsync("enforce", "--db", _url, "--on", "users", "--key", "team");
        blocked.Code.ShouldBe(1);
        blocked.Out.ShouldContain("team_1 cannot be made while they stand");

        var plan = await JsonAsync(0, "enforce", "--db", _url, "--on", "users", "--key", "team,email");
        plan.GetProperty("applied").GetBoolean().ShouldBeFalse();
        plan.GetProperty("nulls").GetString().ShouldBe("value");
        plan.GetProperty("steps")[0].GetProperty("statements")[0].GetString().ShouldStartWith("db.runCommand({ createIndexes: 'users'");
        (await JsonAsync(0, "enforce", "--db", _url, "--on", "users", "--key", "team,email", "--apply", "--yes")).GetProperty("name").GetString().ShouldBe("team_1_email_1");
        (await Running.Cli.RunAsync("enforce", "--db", _url, "--on", "users", "--key", "email,team")).Out.ShouldContain("unique already, by team_1_email_1");

        (await Running.Cli.RunAsync("enforce", "--db", _url, "--on", "users", "--key", "email", "--where", "{ gone: { $exists: false } }")).Code.ShouldBe(4);
        (await Running.Cli.RunAsync("enforce", "--db", _url, "--on", "users", "--key", "email", "--nulls", "spars")).Error.ShouldContain("--nulls sparse");
        (await Running.Cli.RunAsync("drop-index", "_id_", "--db", _url, "--on", "users")).Code.ShouldBe(4);
        var dropped = await JsonAsync(0, "drop-index", "team_1_email_1", "--db", _url, "--on", "users", "--keep-plain", "--apply", "--yes");
        dropped.GetProperty("plainName").GetString().ShouldBe("team_1_email_1_plain");
    }

    [MongoDbFact]
    public async Task Rules_of_the_database_or_of_Mongoose_hold_and_drift_is_told_with_calls_that_end_it()
    {
        var folder = Directory.CreateTempSubdirectory("uniquity-rules-").FullName;
        try
        {
            var (live, declared, json) = (Path.Combine(folder, "live.yaml"), Path.Combine(folder, "declared.yaml"), Path.Combine(folder, "indexes.json"));
            await RunAsync("{ createIndexes: 'users', indexes: [{ key: { nick: 1 }, name: 'nick_1', unique: true, partialFilterExpression: { nick: { $type: 'string' } } }, { key: { ref: -1, team: 1 }, name: 'ref', unique: true, sparse: true }] }");
            (await Running.Cli.RunAsync("rules", "--db", _url, "--out", live)).Code.ShouldBe(0);
            (await Running.Cli.RunAsync("check", "--db", _url, "--rules", live)).Code.ShouldBe(0);

            await File.WriteAllTextAsync(json, """[[{"email":1},{"unique":true}],[{"nick":1},{"unique":true,"partialFilterExpression":{"nick":{"$type":"string"}}}],[{"team":1,"ref":1},{"unique":true,"sparse":true}]]""");
            (await Running.Cli.RunAsync("rules", "--from-mongoose", json, "--on", "users", "--out", declared)).Code.ShouldBe(0);
            (await Running.Cli.RunAsync("check", "--db", _url, "--rules", declared)).Code.ShouldBe(0);

            await File.WriteAllTextAsync(declared, "rules:\n- {on: users, key: team, where: '{ email: { $exists: true } }'}\n- {on: users, key: email}\n- {on: users, key: [team, email], nulls: sparse}\n");
            var drift = await Running.Cli.RunAsync("check", "--db", _url, "--rules", declared);
            drift.Code.ShouldBe(1);
            drift.Out.ShouldContain("uniquity enforce --on users --key team --where '{ email: { $exists: true } }'");
            drift.Out.ShouldContain("1 key is shared, 1 excess document of 2");
            drift.Out.ShouldContain("uniquity enforce --on users --key team,email --nulls sparse");
            drift.Out.ShouldContain("uniquity drop-index ref --on users");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<JsonElement> JsonAsync(int code, params string[] call)
    {
        var outcome = await Running.Cli.RunAsync([.. call, "--json"]);
        outcome.Code.ShouldBe(code, outcome.Error);
        using var document = JsonDocument.Parse(outcome.Out);
        return document.RootElement.Clone();
    }

    private async Task RunAsync(params string[] commands)
    {
        using var url = MongoUrl.Read(_url, new MongoOptions());
        await using var connection = MongoConnection.Open(url, new MongoOptions());
        foreach (var command in commands) await connection.WriteAsync(_database, ShellReader.Document(command), default);
    }
}
