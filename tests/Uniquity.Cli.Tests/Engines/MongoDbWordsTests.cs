using System.Text.Json;
using Uniquity.MongoDb;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Engines;

/// <summary>What the commands say on MongoDB: in MongoDB's words, with hints that run where they are pasted.</summary>
public sealed class MongoDbWordsTests : IAsyncLifetime
{
    private const string Bulk = """
        pymongo.errors.BulkWriteError: batch op errors occurred, full error: {'writeErrors': [{'index': 1, 'code': 11000, 'errmsg': "Duplicate key violation on the requested collection: Index 'email_1'", 'op': {'email': 'ann@acme.org', 'team': 'c', '_id': ObjectId('6b01a2b76196ceda0d5221b0')}}], 'writeConcernErrors': [], 'nInserted': 1}
        """;

    private string _url = "";

    public async Task InitializeAsync()
    {
        if (MongoDbAvailability.SkipReason is not null) return;
        _url = (await MongoDbServer.SharedAsync()).UrlOf(MongoDbServer.NewDatabaseName());
        await RunAsync(
            "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }, { key: { at: 1 }, name: 'at_1', unique: true, partialFilterExpression: { at: { $exists: true } } }] }",
            "{ insert: 'users', documents: [{ _id: 1, email: 'ann@acme.org', team: 'a', at: ISODate('2026-01-01T00:00:00Z'), until: ISODate('9999-12-31T23:59:59.999Z'), tags: ['x', 'y'] }, { _id: 2, email: 'bob@acme.org', team: 'a', tags: ['y', 'x'] }, { _id: 3, team: 'b', tags: 'z' }] }",
            "{ update: 'users', updates: [{ q: { _id: 1 }, u: [{ $set: { until: { $add: ['$until', 1] } } }] }] }",
            $"{{ insert: 'plain', documents: [{string.Join(", ", Enumerable.Range(0, 30).Select(n => $"{{ _id: {n}, n: {n / 2} }}"))}] }}");
    }

    public async Task DisposeAsync()
    {
        if (_url.Length > 0) await RunAsync("{ dropDatabase: 1 }");
    }

    [MongoDbFact]
    public async Task The_key_of_a_bulk_write_is_read_from_its_operation_and_its_holder_shown()
    {
        var outcome = await Running.Cli.RunAsync("diagnose", Bulk, "--db", _url);
        outcome.Code.ShouldBe(0, outcome.Screen);
        outcome.Out.ShouldContain("The server refused a write (11000)");
        outcome.Out.ShouldNotContain("Cosmos");
        outcome.Out.ShouldContain("  collection  users\n  key         email = ann@acme.org\n");
        outcome.Out.ShouldContain("The document that holds the key");
        outcome.Out.ShouldContain("UQ101");

        var explained = await Running.Cli.RunAsync("explain", Bulk);
        explained.Out.ShouldStartWith("Cosmos DB or DocumentDB refused a write (11000)\n  index       email_1\n  key         email = ann@acme.org\n");
    }

    [MongoDbFact]
    public async Task The_key_of_an_index_with_a_name_of_its_own_is_found_in_what_was_sent()
    {
        await RunAsync(
            "{ createIndexes: 'named', indexes: [{ key: { 'profile.mail': 1 }, name: 'uniq_mail', unique: true }] }",
            "{ insert: 'named', documents: [{ _id: 7, profile: { mail: 'x' } }] }");
        var outcome = await Running.Cli.RunAsync("diagnose", Bulk.Replace("email_1", "uniq_mail", StringComparison.Ordinal).Replace("'email': 'ann@acme.org'", "'profile': {'mail': 'x'}", StringComparison.Ordinal), "--db", _url, "--json");
        var holder = JsonDocument.Parse(outcome.Out).RootElement.GetProperty("holder");
        holder.GetProperty("found").GetBoolean().ShouldBeTrue(outcome.Screen);
        holder.GetProperty("row").GetProperty("_id").GetInt32().ShouldBe(7);
    }

    [MongoDbFact]
    public async Task A_holder_with_a_date_beyond_the_year_9999_is_shown_in_a_form_that_every_reader_takes()
    {
        var outcome = await Running.Cli.RunAsync("diagnose", "--db", _url, "--on", "users", "--key", "email", "--value", "ann@acme.org", "--json");
        var row = JsonDocument.Parse(outcome.Out).RootElement.GetProperty("holder").GetProperty("row");
        row.GetProperty("until").GetProperty("$date").GetProperty("$numberLong").GetString().ShouldBe("253402300800000");
        row.GetProperty("at").GetProperty("$date").GetString().ShouldBe("2026-01-01T00:00:00Z");
    }

    [MongoDbTheory]
    [InlineData("datetime.datetime(2026, 1, 1, 0, 0)")]
    [InlineData("2026-01-01T00:00:00.000Z")]
    [InlineData("new Date('2026-01-01')")]
    public async Task A_date_as_a_driver_prints_it_finds_its_holder(string printed)
    {
        var outcome = await Running.Cli.RunAsync("diagnose", Bulk.Replace("'email_1'", "'at_1'", StringComparison.Ordinal).Replace("'email': 'ann@acme.org'", $"'at': {printed}", StringComparison.Ordinal), "--db", _url, "--json");
        JsonDocument.Parse(outcome.Out).RootElement.GetProperty("holder").GetProperty("found").GetBoolean().ShouldBeTrue(outcome.Out);
    }

    [MongoDbTheory]
    [InlineData("duplicates --on users --key team", 1, "users by team: 1 key is shared, 1 excess document\n  3 documents read in ", "  documents  team  ids\n")]
    [InlineData("duplicates --on user --key team", 3, "there is no collection user in ", "--on users")]
    [InlineData("duplicates --key team", 2, "which collection? ")]
    [InlineData("enforce --on users --key nick", 2, "no document of users has the field nick; where it is yet to come: db.users.createIndex({ nick: 1 }, { unique: true, sparse: true })")]
    [InlineData("enforce --on users --key team,nick", 2, "no document of users has the field nick; where it is yet to come: db.users.createIndex({ team: 1, nick: 1 }, { unique: true, partialFilterExpression: { nick: { $exists: true } } })")]
    [InlineData("drop-index at_1", 2, "of which collection? Nearest right call: uniquity drop-index at_1 --on COLLECTION")]
    [InlineData("indexes --on users", 0, "  at_1 ", "where { at: { $exists: true } }\n")]
    [InlineData("rules", 0, "as its indexes stand. Those of _id are not among them.")]
    [InlineData("resolve --on users --key team --keep first", 0, "users by team: 1 key shared, 1 document will go\n", "what refers to documents that go has to be named")]
    [InlineData("enforce --on users --key team", 1, "users by team: 1 key shared by 2 documents\n  team = a  2 documents: ", "To resolve them first:\n", "--keep first\n")]
    [InlineData("enforce --on plain --key n --apply --yes", 4, "15 keys of plain are shared by 30 documents, so n_1 cannot be made; nothing was changed. To resolve them first: uniquity enforce --on plain --key n --apply --yes")]
    [InlineData("enforce --on users --key tags", 1, "of an array each element is a key: a document with several shared elements is counted for each of them")]
    public async Task The_words_are_those_of_documents(string call, int code, params string[] says)
    {
        var outcome = await Running.Cli.RunAsync([.. call.Split(' '), "--db", _url]);
        outcome.Code.ShouldBe(code, outcome.Screen);
        foreach (var words in says) outcome.Screen.ShouldContain(words);
        outcome.Screen.ShouldNotContain("foreign key");
        outcome.Screen.ShouldNotContain(" table ");
    }

    [MongoDbFact]
    public async Task Documents_without_a_value_are_left_out_before_any_of_them_goes()
    {
        await RunAsync("{ insert: 'nicks', documents: [{ nick: 'a' }, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}] }");
        var nulls = await Running.Cli.RunAsync("enforce", "--db", _url, "--on", "nicks", "--key", "nick");
        nulls.Out.ShouldContain(", …\n", Case.Sensitive, "ten of eleven are listed");
        nulls.Out.ShouldContain("To leave documents without a value out of it:\n");
        nulls.Out.ShouldContain("--key nick --skip-null\n");
        nulls.Out.ShouldNotContain("--keep first");

        await RunAsync("{ insert: 'nicks', documents: [{ nick: 'a' }] }");
        var both = await Running.Cli.RunAsync("enforce", "--db", _url, "--on", "nicks", "--key", "nick");
        both.Out.ShouldContain("--skip-null --keep first\n");
        (await Running.Cli.RunAsync("enforce", "--db", _url, "--on", "nicks", "--key", "nick", "--nulls", "not-distinct")).Out.ShouldNotContain("--skip-null --keep");
    }

    [MongoDbFact]
    public async Task A_filter_in_a_hint_survives_the_shell()
    {
        var refused = await Running.Cli.RunAsync("enforce", "--db", _url, "--on", "users", "--key", "team", "--where", "{ team: { $ne: null } }");
        refused.Code.ShouldBe(4, refused.Screen);
        var hint = refused.Error[refused.Error.IndexOf("--where '", StringComparison.Ordinal)..].TrimEnd();
        var shell = await new Command { Program = "sh", Arguments = ["-c", $"printf %s {hint["--where ".Length..]}"] }.RunAsync();
        var filter = ShellReader.Document(shell.Output);
        filter["team"]!.Value.AsDocument()["$type"].ShouldNotBeNull(shell.Output);
        (await Running.Cli.RunAsync("enforce", "--db", _url, "--on", "users", "--key", "team", "--where", shell.Output)).Code.ShouldBe(1);
    }

    [MongoDbFact]
    public async Task Values_are_shown_as_the_shell_prints_them_and_whole_in_JSON()
    {
        await RunAsync("{ insert: 'odd', documents: [{ _id: ObjectId('507f1f77bcf86cd799439011'), k: 1, at: ISODate('2026-01-01T00:00:00Z'), none: [], 'a b': { n: NumberDecimal('1.10'), t: \"it's\" }, b: BinData(4, 'AAECAwQFBgcICQoLDA0ODw==') }, { _id: 2, k: 1 }] }");
        var plan = await Running.Cli.RunAsync("resolve", "--db", _url, "--on", "odd", "--key", "k", "--keep", "last");
        plan.Out.ShouldContain("ObjectId('507f1f77bcf86cd799439011')");
        plan.Out.ShouldContain("ISODate('2026-01-01T00:00:00Z')");
        plan.Out.ShouldContain(" []\n");
        plan.Out.ShouldContain("{ n: NumberDecimal('1.10'), t: 'it\\'s' }");
        plan.Out.ShouldContain("BinData(4, 'AAECAwQFBgcICQoLDA0ODw==')");
        plan.Out.ShouldNotContain("$date");

        var holder = await Running.Cli.RunAsync("diagnose", "--db", _url, "--on", "users", "--key", "email", "--value", "ann@acme.org");
        holder.Out.ShouldContain("new Date(253402300800000)");
        holder.Out.ShouldContain("['x', 'y']");
    }

    [MongoDbFact]
    public async Task The_reason_of_a_refusal_stands_below_the_plan_that_it_is_about()
    {
        var both = await new Command { Program = "sh", Arguments = ["-c", "\"$@\" 2>&1", "sh", UniquityCommand.Program, "enforce", "--db", _url, "--on", "plain", "--key", "n", "--apply", "--yes"] }.RunAsync();
        both.ExitCode.ShouldBe(4);
        both.Output.IndexOf("uniquity: 15 keys of plain", StringComparison.Ordinal).ShouldBeGreaterThan(both.Output.IndexOf("plain by n: 15 keys", StringComparison.Ordinal));
    }

    [MongoDbFact]
    public async Task Dates_and_ids_in_sentences_are_plain_and_ages_of_years_are_days()
    {
        await RunAsync(
            "{ createIndexes: 'gone', indexes: [{ key: { email: 1 }, name: 'gone_email', unique: true }] }",
            "{ insert: 'gone', documents: [{ _id: ObjectId('507f1f77bcf86cd799439011'), email: 'ann@acme.org', deletedAt: ISODate('2026-01-01T00:00:00Z') }, { _id: 2, email: 'bob@acme.org', tenantId: ObjectId('507f1f77bcf86cd799439012') }] }");
        var deleted = await Running.Cli.RunAsync("diagnose", "--db", _url, "--on", "gone", "--key", "email", "--value", "ann@acme.org");
        deleted.Out.ShouldContain("is marked as deleted (deletedAt = 2026-01-01T00:00:00Z)");
        System.Text.RegularExpressions.Regex.IsMatch(deleted.Out, @"\(committed [\d,]+ days ago\)").ShouldBeTrue(deleted.Out);

        var tenant = await Running.Cli.RunAsync("diagnose", "--db", _url, "--on", "gone", "--key", "email", "--statement", "db.gone.insertOne({ email: 'bob@acme.org', tenantId: ObjectId('507f1f77bcf86cd799439013') })");
        tenant.Out.ShouldContain("tenantId = 507f1f77bcf86cd799439012 and the refused one tenantId = 507f1f77bcf86cd799439013");
    }

    [MongoDbFact]
    public async Task A_database_without_collections_is_said_to_be_one()
    {
        var outcome = await Running.Cli.RunAsync("indexes", "--db", _url + "_");
        outcome.Code.ShouldBe(0);
        outcome.Out.ShouldStartWith("This database has no collections");
    }

    [MongoDbFact]
    public async Task The_drivers_own_warnings_stay_off_the_screen()
    {
        var call = UniquityCommand.With("indexes", "--db", _url).In(("MONGOC_DISABLE_SHM", "1"));
        var outcome = await call.RunAsync();
        outcome.ExitCode.ShouldBe(0);
        outcome.Error.ShouldBeEmpty();
    }

    private async Task RunAsync(params string[] commands)
    {
        using var read = MongoUrl.Read(_url, new MongoOptions());
        await using var connection = MongoConnection.Open(read, new MongoOptions());
        foreach (var command in commands) await connection.WriteAsync(read.Database!, ShellReader.Document(command), default);
    }
}
