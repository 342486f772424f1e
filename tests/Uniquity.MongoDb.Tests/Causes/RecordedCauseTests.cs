using Uniquity.Causes;
using Uniquity.MongoDb.Shell;
using Uniquity.Testing.Engines;
using Uniquity.Testing.Engines.DocumentDb;

namespace Uniquity.MongoDb.Tests.Causes;

/// <summary>Causes whose facts only mongod shows, on its replies as its manual gives them; the rest of each scene is asked of the server that is here.</summary>
/// <remarks>
/// listIndexes and collation: https://www.mongodb.com/docs/manual/reference/command/listIndexes/; config.collections:
/// https://www.mongodb.com/docs/manual/reference/config-database/; $currentOp: https://www.mongodb.com/docs/manual/reference/operator/aggregation/currentOp/.
/// </remarks>
public sealed class RecordedCauseTests(DisturbedServer shared) : IClassFixture<DisturbedServer>
{
    private const string Insert = "{ insert: 'users', documents: [{ _id: 1, email: 'ann@acme.org', name: 'Ann' }] }";
    private const string Unique = "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }";
    private const string Again = "{ insert: 'users', documents: [{ _id: 2, email: 'ann@acme.org', name: 'Other' }] }";

    private readonly MongoDbServer server = shared.Server!;

    [DocumentDbFact]
    public async Task A_hidden_index_still_refuses()
    {
        await using var scene = await GivenAsync(Unique, Insert);
        ListIndexes("{ v: 2, key: { email: 1 }, name: 'email_1', unique: true, hidden: true }");

        var cause = Scene.First(await scene.Diagnose("users", Again), "UQ202");

        cause.Evidence[0].Query.ShouldBe("db.users.getIndexes()");
        cause.Remedies[0].Commands[0].Text.ShouldBe("db.users.unhideIndex('email_1')");
    }

    [DocumentDbFact]
    public async Task An_index_that_is_not_hidden_is_not_told_as_such()
    {
        await using var scene = await GivenAsync(Unique, Insert);
        ListIndexes("{ v: 2, key: { email: 1 }, name: 'email_1', unique: true, hidden: false }");

        Scene.NotNamed(await scene.Diagnose("users", Again), "UQ202");
    }

    [DocumentDbFact]
    public async Task A_capped_collection_keeps_its_keys_until_they_are_pushed_out()
    {
        await using var scene = await GivenAsync(Unique, Insert);
        server.Plan(new("listCollections", FaultKind.Answer) { Times = 9, Reply = Bson("{ ok: 1.0, cursor: { id: NumberLong('0'), ns: 'x.$cmd.listCollections', firstBatch: [{ name: 'users', type: 'collection', options: { capped: true, size: 4096 } }] } }") });

        var diagnosis = await scene.Diagnose("users", Again);

        diagnosis.Causes.Single(cause => cause.Cause.Code == "UQ211").ShouldSatisfyAllConditions(
            cause => cause.Confidence.ShouldBe(Confidence.Likely), cause => cause.Why.ShouldContain("4096 bytes"), cause => cause.Remedies.ShouldNotBeEmpty());
    }

    [DocumentDbFact]
    public async Task A_collection_that_is_not_capped_is_not_told_as_such()
    {
        await using var scene = await GivenAsync(Unique, Insert);

        Scene.NotNamed(await scene.Diagnose("users", Again), "UQ211");
    }

    [DocumentDbFact]
    public async Task An_index_that_is_being_built_is_told()
    {
        await using var scene = await GivenAsync(Unique, Insert);
        Operations("{ type: 'op', ns: 'x.users', op: 'command', command: { createIndexes: 'users', indexes: [{ key: { phone: 1 }, name: 'phone_1', unique: true }] }, msg: 'Index Build: scanning collection' }");

        var diagnosis = await scene.Diagnose("users", Again);

        diagnosis.Causes.Single(cause => cause.Cause.Code == "UQ212").Confidence.ShouldBe(Confidence.Likely);
    }

    [DocumentDbFact]
    public async Task A_build_on_another_collection_is_none_of_this_one()
    {
        await using var scene = await GivenAsync(Unique, Insert);
        Operations("{ type: 'op', ns: 'x.orders', op: 'command', command: { createIndexes: 'orders', indexes: [] } }");

        Scene.NotNamed(await scene.Diagnose("users", Again), "UQ212");
    }

    [DocumentDbFact]
    public async Task A_build_on_a_collection_of_that_name_in_another_database_is_none_of_this_one()
    {
        await using var scene = await GivenAsync(Unique, Insert);
        Operations("{ type: 'op', ns: 'archive.users', op: 'command', command: { createIndexes: 'users', indexes: [], $db: 'archive' } }");

        Scene.NotNamed(await scene.Diagnose("users", Again), "UQ212");
    }

    [DocumentDbFact]
    public async Task A_read_without_the_indexs_collation_finds_nothing()
    {
        await using var scene = await GivenAsync(Unique, "{ insert: 'users', documents: [{ _id: 1, email: 'Ann@acme.org' }, { _id: 5, email: 'ann@acme.org' }] }");
        var text = await scene.Refused(Again);
        await scene.Run("{ delete: 'users', deletes: [{ q: { _id: 5 }, limit: 1 }] }");
        ListIndexes("{ v: 2, key: { email: 1 }, name: 'email_1', unique: true, collation: { locale: 'en', caseLevel: false, caseFirst: 'off', strength: 2, numericOrdering: false, alternate: 'non-ignorable', maxVariable: 'punct', normalization: false, backwards: false, version: '57.1' } }");

        // This server compares byte for byte: what mongod finds by the collation is put into its mouth.
        server.Plan(new("find", FaultKind.Answer) { Reply = Bson("{ ok: 1.0, cursor: { id: NumberLong('0'), ns: 'x.users', firstBatch: [{ _id: 1, email: 'Ann@acme.org' }] } }") });
        var diagnosis = await new Uniquity.Diagnosing.Diagnoser(scene.Target).DiagnoseAsync(new() { Reading = Uniquity.Violations.ViolationText.Read(text), On = "users", Statement = Again });

        diagnosis.Causes.Select(cause => cause.Cause.Code).ShouldContain("UQ210");
        diagnosis.Causes.Single(cause => cause.Cause.Code == "UQ210").Remedies[0].Commands[0].Text.ShouldContain(".collation({ locale: 'en'");
        diagnosis.Causes.Select(cause => cause.Cause.Code).ShouldContain("UQ106");
    }

    [DocumentDbFact]
    public async Task A_secondary_that_lags_is_told_from_one_that_has_the_document()
    {
        await using var scene = await GivenAsync(Unique, Insert);
        var text = await scene.Refused(Again);
        await using var stale = await MongoTarget.OpenAsync(scene.Url + (scene.Url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "readPreference=secondaryPreferred");

        var diagnosis = await new Uniquity.Diagnosing.Diagnoser(stale).DiagnoseAsync(new() { Reading = Uniquity.Violations.ViolationText.Read(text), On = "users", Statement = Again });

        var cause = diagnosis.Causes.Single(cause => cause.Cause.Code == "UQ401");
        cause.Confidence.ShouldBe(Confidence.Possible, "the one server that there is has the document");
        cause.Evidence[0].Fact.ShouldContain("readPreference=secondaryPreferred");
        Scene.NotNamed(await scene.Diagnose("users", Again), "UQ401");
    }

    [DocumentDbFact]
    public async Task A_secondary_is_asked_as_the_index_compares()
    {
        await using var scene = await GivenAsync(Unique, Insert);
        var text = await scene.Refused(Again);
        await scene.Run("{ delete: 'users', deletes: [{ q: { _id: 1 }, limit: 1 }] }");

        // This server compares byte for byte.
        server.Plan(new("find", FaultKind.Answer) { Holding = "collation", Times = 9, Reply = Bson("{ ok: 1.0, cursor: { id: NumberLong('0'), ns: 'x.users', firstBatch: [{ _id: 1, email: 'ANN@acme.org' }] } }") });
        ListIndexes("{ v: 2, key: { email: 1 }, name: 'email_1', unique: true, collation: { locale: 'en', strength: 2 } }");
        await using var target = await MongoTarget.OpenAsync(scene.Url + (scene.Url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "readPreference=secondaryPreferred");

        var diagnosis = await new Uniquity.Diagnosing.Diagnoser(target).DiagnoseAsync(new() { Reading = Uniquity.Violations.ViolationText.Read(text), On = "users", Statement = Again });

        diagnosis.Holder!.Row.ShouldNotBeNull();
        diagnosis.Causes.Single(cause => cause.Cause.Code == "UQ401").Confidence.ShouldBe(Confidence.Possible, "the document is there, in other letters");
    }

    [DocumentDbFact]
    public async Task An_id_of_a_sharded_collection_is_unique_on_each_shard_only()
    {
        await using var scene = await GivenAsync(Unique, Insert);
        var text = await scene.Refused("{ insert: 'users', documents: [{ _id: 1, email: 'new@acme.org' }] }");
        var request = new Uniquity.Diagnosing.DiagnosisRequest { Reading = Uniquity.Violations.ViolationText.Read(text), On = "users", Statement = "{ insert: 'users', documents: [{ _id: 1, email: 'new@acme.org' }] }" };
        Scene.NotNamed(await new Uniquity.Diagnosing.Diagnoser(scene.Target).DiagnoseAsync(request), "UQ208");

        PlanShards(scene.Database);
        var diagnosis = await new Uniquity.Diagnosing.Diagnoser(scene.Target).DiagnoseAsync(request);

        diagnosis.Causes.Single(cause => cause.Cause.Code == "UQ208").ShouldSatisfyAllConditions(
            cause => cause.Confidence.ShouldBe(Confidence.Likely), cause => cause.Why.ShouldContain("{ tenantId: 1, at: 1 }"), cause => cause.Evidence[0].Query!.ShouldContain("config"));
    }

    private static ReadOnlyMemory<byte> Bson(string reply) => ShellReader.Document(reply).Bytes;

    private async Task<Scene> GivenAsync(params string[] commands)
    {
        server.ForgetFaults();
        return await Scene.On(server, commands);
    }

    private void ListIndexes(string index) => server.Plan(new("listIndexes", FaultKind.Answer)
    {
        Times = 9,
        Reply = Bson($"{{ ok: 1.0, cursor: {{ id: NumberLong('0'), ns: 'x.users', firstBatch: [{{ v: 2, key: {{ _id: 1 }}, name: '_id_' }}, {index}] }} }}"),
    });

    private void Operations(string operation) => server.Plan(new("aggregate", FaultKind.Answer)
    {
        In = "admin",
        Times = 9,
        Reply = Bson($"{{ ok: 1.0, cursor: {{ id: NumberLong('0'), ns: 'admin.$cmd.aggregate', firstBatch: [{operation}] }} }}"),
    });

    private void PlanShards(string database) => server.Plan(new("find", FaultKind.Answer)
    {
        In = "config",
        Reply = Bson($"{{ ok: 1.0, cursor: {{ id: NumberLong('0'), ns: 'config.collections', firstBatch: [{{ _id: '{database}.users', key: {{ tenantId: 1, at: 1 }}, unique: false }}] }} }}"),
    });
}
