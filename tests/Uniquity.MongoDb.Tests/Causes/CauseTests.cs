using Uniquity.Causes;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Causes;

public sealed class CauseTests
{
    private static readonly string[] Users =
    [
        "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }",
        "{ insert: 'users', documents: [{ _id: 1, email: 'ann@acme.org', name: 'Ann' }] }",
    ];

    [MongoDbFact]
    public async Task The_same_business_key_again_shows_its_holder()
    {
        await using var scene = await Scene.Given(Users);
        var diagnosis = await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 2, email: 'ann@acme.org', name: 'Other' }] }");
        Scene.First(diagnosis, "UQ101").Evidence[0].Query.ShouldBe("db.users.find({ email: 'ann@acme.org' }).limit(1)");
        diagnosis.Holder!.Row!.Text("name").ShouldBe("Ann");
        diagnosis.Index!.Name.ShouldBe("email_1");
    }

    [MongoDbFact]
    public async Task An_id_that_is_taken_is_told_as_run_again_or_as_a_collision()
    {
        await using var scene = await Scene.Given(Users);
        Scene.First(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 1, email: 'ann@acme.org', name: 'Ann' }] }"), "UQ102").Why.ShouldContain("ran again");
        Scene.First(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 1, email: 'zoe@acme.org', name: 'Zoe' }] }"), "UQ102").Why.ShouldContain("different row");
    }

    [MongoDbFact]
    public async Task A_missing_field_is_a_null_that_counts()
    {
        await using var scene = await Scene.Given([.. Users, "{ insert: 'users', documents: [{ _id: 2, name: 'None' }] }"]);
        var cause = Scene.First(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 3, name: 'Nor I' }] }"), "UQ104");
        cause.Remedies[0].Commands[0].Text.ShouldContain("partialFilterExpression: { email: { $type:");
        Scene.NotNamed(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 3, email: 'ann@acme.org' }] }"), "UQ104");
    }

    [MongoDbFact]
    public async Task A_placeholder_and_a_deleted_holder_are_told_apart_from_a_person()
    {
        await using var scene = await Scene.Given([.. Users, "{ insert: 'users', documents: [{ _id: 2, email: '' }, { _id: 3, email: 'eve@acme.org', deletedAt: ISODate('2024-01-01T00:00:00Z') }] }"]);
        Scene.First(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 9, email: '' }] }"), "UQ105");
        Scene.First(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 9, email: 'eve@acme.org' }] }"), "UQ108").Remedies[0].Commands[0].Text.ShouldContain("partialFilterExpression: { deletedAt: null }");
    }

    [MongoDbTheory]
    [InlineData("{ doc: 7, pos: 0 }", "doc,pos")]
    [InlineData("{ doc: 7, flag: false }", "doc,flag")]
    [InlineData("{ flag: false }", "flag")]
    public async Task A_list_begins_at_zero_and_false_is_a_value(string document, string key)
    {
        await using var scene = await Scene.Given(
            $"{{ createIndexes: 'c', indexes: [{{ key: {{ {string.Join(", ", key.Split(',').Select(part => part + ": 1"))} }}, name: 'one', unique: true }}] }}",
            $"{{ insert: 'c', documents: [{document}, {{ doc: 8, pos: 1, flag: true }}] }}");
        Scene.NotNamed(await scene.Diagnose("c", $"{{ insert: 'c', documents: [{document}] }}"), "UQ105");
    }

    [MongoDbFact]
    public async Task A_tenant_outside_the_key_is_told()
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }",
            "{ insert: 'users', documents: [{ _id: 1, tenantId: 7, email: 'ann@acme.org' }] }");
        Scene.First(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 2, tenantId: 8, email: 'ann@acme.org' }] }"), "UQ112").Remedies[0].Commands[0].Text.ShouldContain("{ tenantId: 1, email: 1 }");
        Scene.NotNamed(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 2, tenantId: 7, email: 'ann@acme.org' }] }"), "UQ112");
    }

    [MongoDbFact]
    public async Task Duplicates_that_were_there_refuse_the_index()
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a1' }, { _id: 2, email: 'a1' }] }");
        const string Build = "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }";
        var diagnosis = await scene.Diagnose("users", Build, "db.users.createIndex({ email: 1 }, { name: 'email_1', unique: true })");
        Scene.First(diagnosis, "UQ110").Evidence[0].Fact.ShouldContain("1 row too many");
    }

    [MongoDbTheory]
    [InlineData("deletedAt: '2026'", "{ deletedAt: null }")]
    [InlineData("status: 'deleted'", "{ $or: [{ status: { $lt: 'deleted' } }, { status: { $gt: 'deleted' } }] }")]
    [InlineData("isDeleted: true", "{ isDeleted: false }")]
    public async Task The_filter_of_live_documents_says_what_a_deleted_one_is_not(string mark, string filter)
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }", $"{{ insert: 'users', documents: [{{ _id: 1, email: 'ann@acme.org', {mark} }}] }}");
        Scene.First(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 2, email: 'ann@acme.org' }] }"), "UQ108").Remedies[0].Commands[0].Text.ShouldContain($"partialFilterExpression: {filter}");
    }

    [MongoDbFact]
    public async Task A_path_through_an_array_of_the_refused_document_has_its_elements_for_keys()
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'accounts', indexes: [{ key: { tenant: 1, 'p.mail': 1 }, name: 'tm', unique: true }] }",
            "{ insert: 'accounts', documents: [{ _id: 1, tenant: 3, p: [{ mail: 'q' }, { mail: 'r' }] }, { _id: 2, tenant: 4 }] }");
        var diagnosis = await scene.Diagnose("accounts", "{ insert: 'accounts', documents: [{ _id: 9, tenant: 3, p: [{ mail: 'new' }, { mail: 'r' }] }] }");
        Scene.First(diagnosis, "UQ111");
        diagnosis.Violation!.Key.Select(part => part.Value).ShouldBe(["3", "r"]);
        Scene.NotNamed(diagnosis, "UQ104");
        Scene.NotNamed(await scene.Diagnose("accounts", "{ insert: 'accounts', documents: [{ _id: 9, tenant: 4, p: [{ name: 'no mail' }] }] }"), "UQ111");
    }

    [MongoDbFact]
    public async Task Elements_of_arrays_collide()
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'posts', indexes: [{ key: { tags: 1 }, name: 'tags_1', unique: true }] }",
            "{ insert: 'posts', documents: [{ _id: 1, tags: ['red', 'blue'] }] }");
        Scene.First(await scene.Diagnose("posts", "{ insert: 'posts', documents: [{ _id: 2, tags: ['blue'] }] }", more: request => request with { Value = "blue" }), "UQ111");
        Scene.First(await scene.Diagnose("posts", "{ insert: 'posts', documents: [{ _id: 2, tags: ['green', 'blue'] }] }"), "UQ111").Evidence.Count.ShouldBe(2);
        Scene.NotNamed(await scene.Diagnose("posts", "{ insert: 'posts', documents: [{ _id: 1, tags: ['green'] }] }"), "UQ111");
    }

    [MongoDbTheory]
    [InlineData("['green', 'blue']")]
    [InlineData("""["green","blue"]""")]
    public async Task A_key_that_is_told_as_the_whole_array_is_found_by_its_elements(string told)
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'posts', indexes: [{ key: { tags: 1 }, name: 'tags_1', unique: true }] }",
            "{ insert: 'posts', documents: [{ _id: 1, tags: ['red', 'blue'] }] }");
        var diagnosis = await scene.Diagnose("posts", "{ insert: 'posts', documents: [{ _id: 2, tags: ['green', 'blue'] }] }", more: request => request with { Value = told });
        Scene.First(diagnosis, "UQ111").Evidence.Count.ShouldBe(2);
        diagnosis.Notes.ShouldBeEmpty();
    }

    [MongoDbFact]
    public async Task An_explicit_null_meets_a_sparse_index()
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'users', indexes: [{ key: { phone: 1 }, name: 'phone_1', unique: true, sparse: true }] }",
            "{ insert: 'users', documents: [{ _id: 1, phone: null }, { _id: 2 }, { _id: 3 }] }");
        var cause = Scene.First(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 4, phone: null }] }"), "UQ204");
        cause.Evidence[1].Fact.ShouldBe("phone is there and null in 1 document");
    }

    [MongoDbFact]
    public async Task A_partial_filter_lets_the_same_key_live_outside()
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'users', indexes: [{ key: { nick: 1 }, name: 'nick_1', unique: true, partialFilterExpression: { member: true } }] }",
            "{ insert: 'users', documents: [{ _id: 1, nick: 'ann7', member: true }, { _id: 2, nick: 'ann7', member: false }] }");
        Scene.First(await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 3, nick: 'ann7', member: true }] }"), "UQ203");
    }

    [MongoDbFact]
    public async Task An_index_that_nobody_writes_any_more_is_stale()
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'users', indexes: [{ key: { username: 1 }, name: 'username_1', unique: true, partialFilterExpression: { old: { $exists: true } } }] }",
            $"{{ insert: 'users', documents: [{string.Join(", ", Enumerable.Range(1, 20).Select(n => $"{{ _id: {n}, email: 'u{n}' }}"))}, {{ _id: 90, old: 1 }}] }}");
        var diagnosis = await scene.Diagnose("users", "{ insert: 'users', documents: [{ _id: 91, old: 1 }] }");
        diagnosis.Causes.Select(cause => cause.Cause.Code).ShouldContain("UQ201");
        Scene.First(diagnosis, "UQ104");
    }

    [MongoDbFact]
    public async Task An_expired_document_holds_its_key_until_the_monitor_comes()
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'tokens', indexes: [{ key: { token: 1 }, name: 'token_1', unique: true }, { key: { at: 1 }, name: 'at_1', expireAfterSeconds: 60 }] }");
        // The monitor may come by at any moment: a document that is due in the past and is still there is what it shows.
        var past = DateTimeOffset.UtcNow.AddMinutes(-5).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        await scene.Run($"{{ insert: 'tokens', documents: [{{ _id: 1, token: 't-77', at: ISODate('{past}') }}] }}");
        Scene.First(await scene.Diagnose("tokens", "{ insert: 'tokens', documents: [{ _id: 2, token: 't-77' }] }"), "UQ209").Why.ShouldContain("at_1");
    }

    [MongoDbFact]
    public async Task An_upsert_with_an_id_of_its_own_is_told_from_one_by_another_filter()
    {
        await using var scene = await Scene.Given(Users);
        Scene.First(
            await scene.Diagnose("users", "{ update: 'users', updates: [{ q: { email: 'new@acme.org' }, u: { $set: { _id: 1, name: 'x' } }, upsert: true }] }"), "UQ303");
        Scene.First(
            await scene.Diagnose("users", "{ update: 'users', updates: [{ q: { name: 'Nobody' }, u: { $set: { email: 'ann@acme.org' } }, upsert: true }] }"), "UQ304").Why.ShouldContain("filters on name");
    }

    [MongoDbFact]
    public async Task A_retry_of_what_is_stored_is_a_success()
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'orders', indexes: [{ key: { requestId: 1 }, name: 'requestId_1', unique: true }] }",
            "{ insert: 'orders', documents: [{ _id: ObjectId('507f1f77bcf86cd799439011'), requestId: 'b7c1e9d0-4a55-4f7b-8a01-0d8d0f9a1c11', total: 12 }] }");
        var diagnosis = await scene.Diagnose("orders", "{ insert: 'orders', documents: [{ requestId: 'b7c1e9d0-4a55-4f7b-8a01-0d8d0f9a1c11', total: 12 }] }");
        Scene.First(diagnosis, "UQ302", Confidence.Likely);
    }

    [MongoDbFact]
    public async Task Unacknowledged_writes_are_told_by_the_url()
    {
        await using var scene = await Scene.Given(Users);
        await using var careless = await MongoTarget.OpenAsync(scene.Url + (scene.Url.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "w=0");
        var text = await scene.Refused("{ insert: 'users', documents: [{ _id: 2, email: 'ann@acme.org' }] }");
        var diagnosis = await new Uniquity.Diagnosing.Diagnoser(careless).DiagnoseAsync(new() { Reading = Uniquity.Violations.ViolationText.Read(text), On = "users", Value = "ann@acme.org" });
        diagnosis.Causes.ShouldContain(cause => cause.Cause.Code == "UQ306" && cause.Confidence == Confidence.Likely);
    }
}
