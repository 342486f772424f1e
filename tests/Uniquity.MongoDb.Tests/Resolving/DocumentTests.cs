using Uniquity.Duplicates;
using Uniquity.MongoDb.Documents;
using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Resolving;

/// <summary>What only documents have: types, arrays, missing fields, sizes.</summary>
public class DocumentTests
{
    private const string Types = """
        {"_id":{"$oid":"507f1f77bcf86cd799439011"},"z":1,"email":"a","i":{"$numberInt":"5"},"l":{"$numberLong":"9007199254740993"},"d":{"$numberDouble":"5.0"},"m":{"$numberDecimal":"1.50"},"n":{"$numberDouble":"NaN"},
        "at":{"$date":{"$numberLong":"-62135596800001"}},"b":{"$binary":{"base64":"AQI=","subType":"80"}},"u":{"$binary":{"base64":"AAECAwQFBgcICQoLDA0ODw==","subType":"04"}},"r":{"$regularExpression":{"pattern":"a.b","options":"i"}},
        "t":{"$timestamp":{"t":5,"i":1}},"min":{"$minKey":1},"null":null,"empty":{},"none":[],"deep":{"y":1,"x":[{"b":1,"a":2}]},"code":{"$code":"f()"}}
        """;

    [MongoDbFact]
    public async Task Every_type_and_the_order_of_fields_come_back()
    {
        await using var resolution = await Resolution.Given();
        var odd = BsonDocument.Parse(Types);
        var kept = BsonDocument.Parse("""{"_id":{"$oid":"507f1f77bcf86cd799439012"},"email":"a","b":null,"i":{"$numberInt":"1"},"m":{"$numberDecimal":"0.25"}}""");
        await resolution.RunAsync(new BsonBuilder().Add("insert", "users").AddArray("documents", [odd, kept]).Build());
        await resolution.AppliesAndUndoesAsync(Resolution.Request("email", "last", "fill", "i=sum", "m=sum"), async () =>
        {
            var after = (await resolution.FindAsync("users")).ShouldHaveSingleItem();
            after["i"]!.Value.Type.ShouldBe(BsonType.Int32);
            after["i"]!.Value.AsInt64().ShouldBe(6);
            after["m"]!.Value.Value.ToArray().ShouldBe(BsonDocument.Parse("""{"m":{"$numberDecimal":"1.75"}}""")["m"]!.Value.Value.ToArray());
            after["b"]!.Value.Value.ToArray().ShouldBe(odd["b"]!.Value.Value.ToArray());
            after["l"]!.Value.Type.ShouldBe(BsonType.Int64);
        });
    }

    [MongoDbTheory]
    [InlineData("visits=sum", "{ _id: 1, email: 'a', visits: NumberLong('7'), tags: ['x', 'y'] }")]
    [InlineData("tags=union", "{ _id: 1, email: 'a', visits: 3, tags: ['x', 'y', 'z'] }")]
    [InlineData("at=max", "{ _id: 1, email: 'a', visits: 3, tags: ['x', 'y'], at: ISODate('2024-05-01T00:00:00.000Z') }")]
    [InlineData("address.city=fill", "{ _id: 1, email: 'a', visits: 3, tags: ['x', 'y'], address: { city: 'Oslo' } }")]
    public async Task Fields_are_merged_by_their_rule(string rule, string after)
    {
        await using var resolution = await Resolution.Given(
            "{ insert: 'users', documents: [{ _id: 1, email: 'a', visits: 3, tags: ['x', 'y'] }, { _id: 2, email: 'a', visits: NumberLong('4'), tags: ['y', 'z'], at: ISODate('2024-05-01'), address: { city: 'Oslo' } }] }");
        await resolution.AppliesAndUndoesAsync(Resolution.Request("email", "first", rule), async () => (await resolution.PrintedAsync("users")).ShouldBe([after]));
    }

    [MongoDbFact]
    public async Task Missing_and_null_are_one_key_and_the_plan_warns()
    {
        await using var resolution = await Resolution.Given("{ insert: 'users', documents: [{ _id: 1 }, { _id: 2, email: null }, { _id: 3, email: '' }, { _id: 4 }] }");
        await using var resolver = await resolution.OpenAsync();
        var plan = await resolver.PlanAsync(Resolution.Request("email"), default);
        plan.Removed.ShouldBe(2);
        plan.Warnings.ShouldContain("3 documents have no email (null or missing, which are one key to a unique index), and all but one go. To leave them out: --where '{ email: { $ne: null } }'");
        await resolution.AppliesAndUndoesAsync(Resolution.Request("email"), async () => (await resolution.FindAsync("users")).Count.ShouldBe(2));
    }

    [MongoDbFact]
    public async Task A_group_that_is_resolved_in_pieces_counts_once()
    {
        // More than are read at once, twice; and a small group beside it.
        await using var resolution = await Resolution.Given();
        for (var batch = 0; batch < 3; batch++)
        {
            await resolution.RunAsync(new BsonBuilder().Add("insert", "users").AddArray("documents",
                Enumerable.Range(batch * 4000, 4000).Select(n => new BsonBuilder().Add("_id", n).Add("email", n < 2 ? "b" : "a").Build())).Build());
        }

        await using var resolver = await resolution.OpenAsync();
        var plan = await resolver.PlanAsync(Resolution.Request("email"), default);
        (plan.Groups, plan.Removed).ShouldBe((2, 11_998));
        var run = await resolver.ApplyAsync(plan, progress: null, default);
        (run.Groups, run.Removed).ShouldBe((2, 11_998));
        (await resolution.FindAsync("users")).Count.ShouldBe(2);
        (await resolver.UndoAsync(run.Id, group: null, progress: null, default)).Restored.ShouldBe(11_998);
    }

    [MongoDbFact]
    public async Task A_key_of_several_dotted_parts_compares_numbers_as_the_index_does()
    {
        await using var resolution = await Resolution.Given(
            "{ insert: 'users', documents: [{ _id: 1, a: { b: 1 }, t: 'x' }, { _id: 2, a: { b: NumberLong('1') }, t: 'x' }, { _id: 3, a: { b: 1.0 }, t: 'y' }, { _id: 4, a: { b: NumberDecimal('1.0') }, t: 'x' }] }");
        await resolution.AppliesAndUndoesAsync(Resolution.Request("a.b,t", "last"), async () => (await resolution.FindAsync("users")).Select(document => document["_id"]!.Value.AsInt64()).ShouldBe([3, 4]));
    }

    [MongoDbFact]
    public async Task Documents_that_share_elements_of_arrays_give_way_to_those_that_stay()
    {
        await using var resolution = await Resolution.Given(
            "{ insert: 'users', documents: [{ _id: 1, mails: ['a', 'a', 'b'] }, { _id: 2, mails: ['b', 'c'] }, { _id: 3, mails: 'c' }, { _id: 4, mails: ['d'] }, { _id: 5, mails: [] }, { _id: 6, mails: [] }, { _id: 7, mails: [[]] }] }");
        await resolution.AppliesAndUndoesAsync(Resolution.Request("mails"), async () =>
        {
            (await resolution.FindAsync("users")).Select(document => document["_id"]!.Value.AsInt64()).ShouldBe([1, 3, 4, 5, 7]);
            await resolution.RunAsync("{ createIndexes: 'users', indexes: [{ key: { mails: 1 }, name: 'mails', unique: true }] }");
            await resolution.RunAsync("{ dropIndexes: 'users', index: 'mails' }");
        });
    }

    [MongoDbFact]
    public async Task Case_is_folded_as_the_server_compares()
    {
        await using var resolution = await Resolution.Given("{ insert: 'users', documents: [{ _id: 1, email: 'Éva' }, { _id: 2, email: 'éVA' }, { _id: 3, email: 'Eva' }, { _id: 4, email: 'bo' }] }");
        await resolution.AppliesAndUndoesAsync(Resolution.Request("email") with { Fold = Folding.Case }, async () => (await resolution.FindAsync("users")).Count.ShouldBe(3));
    }

    [MongoDbFact]
    public async Task References_in_arrays_and_in_documents_of_arrays_move()
    {
        await using var resolution = await Resolution.Given(
            "{ insert: 'users', documents: [{ _id: 1, email: 'a' }, { _id: 2, email: 'a' }, { _id: 3, email: 'b' }] }",
            "{ insert: 'we.ird', documents: [{ _id: 1, members: [3, 2, 1], items: [{ by: 2, n: 1 }, { by: 3 }, { by: [2] }], owner: { ref: 2 } }, { _id: 2, members: 2 }] }");
        var request = Resolution.Request("email") with { References = ["we.ird.members", "we.ird.items.by", "we.ird.owner.ref"] };
        await resolution.AppliesAndUndoesAsync(request, async () =>
            (await resolution.PrintedAsync("we.ird")).ShouldBe(["{ _id: 1, members: [3, 1], items: [{ by: 1, n: 1 }, { by: 3 }, { by: [1] }], owner: { ref: 1 } }", "{ _id: 2, members: 1 }"]));
    }

    [MongoDbFact]
    public async Task A_reference_that_is_an_id_is_refused_with_the_reason()
    {
        await using var resolution = await Resolution.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a' }, { _id: 2, email: 'a' }] }", "{ insert: 'profiles', documents: [{ _id: 2 }] }");
        await using var resolver = await resolution.OpenAsync();
        (await Should.ThrowAsync<RefusedException>(async () => await resolver.PlanAsync(Resolution.Request("email") with { References = ["profiles._id"] }, default)))
            .Message.ShouldBe("--reference profiles._id: an _id never changes, so what refers by it cannot be moved: copy those documents under the new _id yourself, or leave it out.");
    }

    [MongoDbFact]
    public async Task A_document_of_16_MB_goes_to_the_archive_in_parts_and_comes_back()
    {
        await using var resolution = await Resolution.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a' }] }");
        var large = new BsonBuilder().Add("_id", 2).Add("email", "a").Add("text", new string('x', 16 * 1024 * 1024 - 60)).Build();
        await resolution.RunAsync(new BsonBuilder().Add("insert", "users").AddArray("documents", [large]).Build());
        await resolution.AppliesAndUndoesAsync(Resolution.Request("email"), async () => (await resolution.FindAsync("users")).Count.ShouldBe(1));
        await resolution.AppliesAndUndoesAsync(Resolution.Request("email", "last"), async () => (await resolution.FindAsync("users")).Count.ShouldBe(1));
    }

    [MongoDbFact]
    public async Task A_merge_beyond_the_size_of_a_document_is_refused_before_anything_is_done()
    {
        await using var resolution = await Resolution.Given();
        foreach (var (id, field) in new[] { (1, "t"), (2, "u") })
        {
            var half = new BsonBuilder().Add("_id", id).Add("email", "a").Add(field, new string('x', 9 * 1024 * 1024)).Build();
            await resolution.RunAsync(new BsonBuilder().Add("insert", "users").AddArray("documents", [half]).Build());
        }

        await using var resolver = await resolution.OpenAsync();
        (await Should.ThrowAsync<RefusedException>(async () => await resolver.PlanAsync(Resolution.Request("email", "first", "fill"), default)))
            .Message.ShouldBe("The merge would make users 1 larger than the 16 MB of a document: name the fields to take (--merge FIELD=RULE), or leave its group out with --where.");
    }

    [MongoDbFact]
    public async Task A_key_that_no_document_has_is_a_wrong_call_and_not_one_null_for_all()
    {
        await using var resolution = await Resolution.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a' }, { _id: 2, email: 'b' }] }");
        await using var resolver = await resolution.OpenAsync();
        (await Should.ThrowAsync<Targets.UsageException>(async () => await resolver.PlanAsync(Resolution.Request("emial"), default))).Message.ShouldBe("--key: no document of users has the field emial; the nearest is email");
    }

    [MongoDbFact]
    public async Task A_reference_by_a_field_with_a_dot_in_its_name_is_refused_and_not_forgotten()
    {
        await using var resolution = await Resolution.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a' }, { _id: 2, email: 'a' }] }");
        await resolution.RunAsync(new BsonBuilder().Add("insert", "orders").AddArray("documents", [BsonDocument.Parse("""{"_id":1,"by.user":2}""")]).Build());
        await using var resolver = await resolution.OpenAsync();
        (await Should.ThrowAsync<RefusedException>(async () => await resolver.PlanAsync(Resolution.Request("email") with { References = ["orders.by.user"] }, default)))
            .Message.ShouldBe("--reference orders.by.user: by.user is one field of orders with a dot in its name, and no path of MongoDB leads to it: write its values into a field of another name first.");
    }
}
