using Uniquity.Loading;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Loading;

/// <summary>What becomes of a record whose key is taken.</summary>
public class LoadPolicyTests
{
    private const string Two = "{ insert: 't', documents: [{ _id: 1, name: 'old', seen: 5, note: 'kept' }, { _id: 2, name: 'older', seen: 9, note: 'kept' }] }";
    private const string Colliding = "_id,name,seen\n1,new,6\n2,newer,3\n3,first,1\n3,second,8\n3,third,4\n";
    private const string OnEmail = "{ createIndexes: 't', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }";

    [MongoDbTheory]
    [InlineData("skip", "1 0 4 0", "{ _id: 1, name: 'old', seen: 5, note: 'kept' }\n{ _id: 2, name: 'older', seen: 9, note: 'kept' }\n{ _id: 3, name: 'first', seen: 1 }")]
    [InlineData("update", "1 4 0 0", "{ _id: 1, name: 'new', seen: 6, note: 'kept' }\n{ _id: 2, name: 'newer', seen: 3, note: 'kept' }\n{ _id: 3, name: 'third', seen: 4 }")]
    [InlineData("replace", "1 4 0 0", "{ _id: 1, name: 'new', seen: 6 }\n{ _id: 2, name: 'newer', seen: 3 }\n{ _id: 3, name: 'third', seen: 4 }")]
    [InlineData("newer:seen", "1 2 2 0", "{ _id: 1, name: 'new', seen: 6, note: 'kept' }\n{ _id: 2, name: 'older', seen: 9, note: 'kept' }\n{ _id: 3, name: 'second', seen: 8 }")]
    public async Task A_policy_says_what_becomes_of_a_taken_key(string policy, string sums, string stored)
    {
        await using var scene = await LoadScene.Given(Two);
        foreach (var batch in new[] { 1, 2, 1000 })
        {
            await scene.Scene.Run("{ delete: 't', deletes: [{ q: {}, limit: 0 }] }");
            await scene.Scene.Run(Two);

            var (found, _) = await scene.LoadAsync(new(Colliding) { OnConflict = policy, Batch = batch });

            found.ShouldBe(sums, $"batch {batch}");
            (await scene.StoredAsync()).ShouldBe(stored, $"batch {batch}");
        }
    }

    [MongoDbTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Stop_ends_at_the_line_and_what_is_before_it_is_in(int batch)
    {
        await using var scene = await LoadScene.Given(Two);

        var stopped = await Should.ThrowAsync<LoadStoppedException>(scene.LoadAsync(new("_id,name\n10,a\n11,b\n12,c\n1,d\n13,e\n") { OnConflict = "stop", Batch = batch }));

        stopped.Message.ShouldStartWith("line 5 cannot be taken: ");
        stopped.Point.ShouldNotBeNull().Read.ShouldBe(3);
        (await scene.StoredAsync(project: "{ _id: 1 }")).ShouldBe("{ _id: 1 }\n{ _id: 2 }\n{ _id: 10 }\n{ _id: 11 }\n{ _id: 12 }");
    }

    [MongoDbFact]
    public async Task Every_unique_index_counts_and_a_reject_names_its_own()
    {
        await using var scene = await LoadScene.Given(OnEmail, "{ insert: 't', documents: [{ _id: 1, email: 'a@x', name: 'ann' }] }");

        var (sums, rejects) = await scene.LoadAsync(new("_id,email,name\n2,b@x,bob\n3,a@x,cid\n4,d@x,dan\n1,d@x,eve\n") { OnConflict = "update" });

        sums.ShouldBe("2 0 0 2");
        (rejects[0].Line, rejects[0].Reason, rejects[0].Index, rejects[0].KeyFields!.Single()).ShouldBe((3, "duplicate", "email_1", "email"));
        rejects[0].Holder!.Value.GetProperty("_id").GetInt32().ShouldBe(1);
        rejects[1].Holder!.Value.GetProperty("_id").GetInt32().ShouldBe(4);
        (await scene.StoredAsync(project: "{ name: 1 }")).ShouldBe("{ _id: 1, name: 'ann' }\n{ _id: 2, name: 'bob' }\n{ _id: 4, name: 'dan' }");
    }

    [MongoDbTheory]
    [InlineData("skip", "1 0 2 0", "{ _id: 1, email: 'a', n: 1 }\n{ _id: 7, email: 'b', n: 5 }")]
    [InlineData("update", "1 2 0 0", "{ _id: 1, email: 'a', n: 4 }\n{ _id: 7, email: 'b', n: 6 }")]
    [InlineData("replace", "1 2 0 0", "{ _id: 1, email: 'a', n: 4 }\n{ _id: 7, email: 'b', n: 6 }")]
    public async Task A_key_other_than_the_id_keeps_the_id_that_is_stored(string policy, string sums, string stored)
    {
        await using var scene = await LoadScene.Given(OnEmail, "{ insert: 't', documents: [{ _id: 1, email: 'a', n: 1 }] }");

        (await scene.LoadAsync(new("_id,email,n\n9,a,4\n7,b,5\n8,b,6\n") { Key = "email", OnConflict = policy })).Sums.ShouldBe(sums);

        (await scene.StoredAsync()).ShouldBe(stored);
    }

    [MongoDbFact]
    public async Task A_record_whose_id_and_key_are_both_taken_is_known_by_its_key()
    {
        await using var scene = await LoadScene.Given(OnEmail, "{ insert: 't', documents: [{ _id: 1, email: 'a', n: 1 }] }");

        (await scene.LoadAsync(new("_id,email,n\n1,a,2\n") { Key = "email", OnConflict = "update" })).Sums.ShouldBe("0 1 0 0");
        var (sums, rejects) = await scene.LoadAsync(new("_id,email,n\n1,z,3\n") { Key = "email", OnConflict = "update" });

        sums.ShouldBe("0 0 0 1");
        rejects[0].Index.ShouldBe("_id_");
        (await scene.StoredAsync()).ShouldBe("{ _id: 1, email: 'a', n: 2 }");
    }

    [MongoDbFact]
    public async Task Records_of_json_without_an_id_are_known_by_the_only_other_key()
    {
        await using var scene = await LoadScene.Given(OnEmail, "{ insert: 't', documents: [{ email: 'a', n: 1 }] }");

        (await scene.LoadAsync(new("{\"email\":\"a\",\"n\":2}\n{\"email\":\"b\",\"n\":3}\n{\"email\":\"b\",\"n\":4}") { Format = "ndjson", OnConflict = "update" })).Sums.ShouldBe("1 2 0 0");

        (await scene.StoredAsync("email", "{ _id: 0 }")).ShouldBe("{ email: 'a', n: 2 }\n{ email: 'b', n: 4 }");
    }

    [MongoDbFact]
    public async Task Null_and_missing_are_one_key()
    {
        await using var scene = await LoadScene.Given(OnEmail, "{ insert: 't', documents: [{ _id: 1, n: 1 }] }");

        var (sums, _) = await scene.LoadAsync(new("{\"email\":null,\"n\":2}\n{\"n\":3}") { Format = "ndjson", Key = "email", OnConflict = "update" });

        sums.ShouldBe("0 2 0 0");
        (await scene.StoredAsync()).ShouldBe("{ _id: 1, n: 3, email: null }");
    }

    [MongoDbTheory]
    [InlineData("skip", "3 0 1 0")]
    [InlineData("update", "3 1 0 0")]
    public async Task A_key_may_hold_for_some_documents_only(string policy, string sums)
    {
        await using var scene = await LoadScene.Given(
            "{ createIndexes: 't', indexes: [{ key: { email: 1 }, name: 'live', unique: true, partialFilterExpression: { gone: 0 } }] }",
            "{ insert: 't', documents: [{ _id: 1, email: 'a', gone: 1, name: 'dead' }, { _id: 2, email: 'a', gone: 0, name: 'live' }] }");

        (await scene.LoadAsync(new("email,gone,name\na,0,hit\na,1,dead too\na,1,dead three\nb,0,new\n") { Key = "email", OnConflict = policy })).Sums.ShouldBe(sums);

        (await scene.StoredAsync("_id", "{ _id: 0, name: 1 }")).ShouldStartWith($"{{ name: 'dead' }}\n{{ name: '{(policy == "skip" ? "live" : "hit")}' }}");
    }

    [MongoDbFact]
    public async Task A_sparse_index_refuses_no_document_without_the_field()
    {
        await using var scene = await LoadScene.Given(
            "{ createIndexes: 't', indexes: [{ key: { email: 1 }, name: 's', unique: true, sparse: true }] }", "{ insert: 't', documents: [{ _id: 1, n: 0 }, { _id: 2, email: null, n: 0 }] }");

        (await scene.LoadAsync(new("{\"n\":1}\n{\"n\":2}\n{\"email\":null,\"n\":3}") { Format = "ndjson", Key = "email", OnConflict = "update" })).Sums.ShouldBe("2 1 0 0");

        (await scene.StoredAsync("_id", "{ n: 1 }")).ShouldStartWith("{ _id: 1, n: 0 }\n{ _id: 2, n: 3 }");
    }

    [MongoDbFact]
    public async Task A_key_inside_documents_and_of_several_parts()
    {
        await using var scene = await LoadScene.Given("{ createIndexes: 't', indexes: [{ key: { 'a.b': 1, c: -1 }, name: 'abc', unique: true }] }", "{ insert: 't', documents: [{ _id: 1, a: { b: 1, x: 'kept' }, c: 1 }] }");

        (await scene.LoadAsync(new("a.b,c,d\n1,1,new\n1,2,other\n") { Key = "a.b,c", OnConflict = "update" })).Sums.ShouldBe("1 1 0 0");

        (await scene.StoredAsync("_id")).ShouldStartWith("{ _id: 1, a: { b: 1, x: 'kept' }, c: 1, d: 'new' }");
        (await scene.StoredAsync("_id", "{ _id: 0 }")).ShouldEndWith("{ a: { b: 1 }, c: 2, d: 'other' }");
    }

    [MongoDbFact]
    public async Task An_element_of_an_array_is_a_key_and_an_array_is_written_over_nothing()
    {
        await using var scene = await LoadScene.Given("{ createIndexes: 't', indexes: [{ key: { tags: 1 }, name: 'tags_1', unique: true }] }", "{ insert: 't', documents: [{ _id: 1, tags: ['a', 'b'] }] }");

        var (sums, rejects) = await scene.LoadAsync(new("{\"tags\":[\"b\",\"c\"]}\n{\"tags\":\"a\",\"n\":1}\n{\"tags\":[\"d\"]}") { Format = "ndjson", Key = "tags", OnConflict = "update" });

        sums.ShouldBe("1 1 0 1");
        rejects[0].Detail.ShouldContain("tags_1");
        (await scene.LoadAsync(new("{\"tags\":[\"a\",\"z\"]}") { Format = "ndjson", Key = "tags" })).Sums.ShouldBe("0 0 1 0");
    }

    [MongoDbFact]
    public async Task A_key_without_an_index_is_refused_with_the_call_that_makes_one()
    {
        await using var scene = await LoadScene.Given(Two);

        (await Should.ThrowAsync<UsageException>(scene.LoadAsync(new("_id,name\n1,a\n") { Key = "name" }))).Message.ShouldContain("uniquity enforce --on t --key name");
        (await Should.ThrowAsync<UsageException>(scene.LoadAsync(new("name\na\n") { OnConflict = "update" }))).Message.ShouldContain("--on-conflict skip");
        (await Should.ThrowAsync<UsageException>(scene.LoadAsync(new("_id,a,a.b\n1,2,3\n")))).Message.ShouldContain("--map a=");
        (await Should.ThrowAsync<UsageException>(scene.LoadAsync(new("_id,seem\n1,2\n") { OnConflict = "newer:seen" }))).Message.ShouldContain("newer:seem");
    }
}
