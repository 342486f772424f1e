using Uniquity.MongoDb.Documents;
using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Resolving;

/// <summary>Undo after others have gone on: what cannot come back stays in the archive, and what belongs to it stays with it.</summary>
public class UndoTests
{
    private static readonly string[] Scene =
    [
        "{ insert: 'users', documents: [{ _id: 1, email: 'a', n: 1 }, { _id: 2, email: 'a', n: 2 }, { _id: 3, email: 'b', n: 4 }, { _id: 4, email: 'b', n: 8, boss: 2 }, { _id: 5, email: 'c', boss: 4 }] }",
        "{ insert: 'orders', documents: [{ _id: 1, user: 1 }, { _id: 2, user: 2 }, { _id: 4, user: 4 }] }",
        "{ insert: 'seats', documents: [{ _id: 1, user: 1 }, { _id: 2, user: 2 }, { _id: 4, user: 4 }] }",
        "{ createIndexes: 'seats', indexes: [{ key: { user: 1 }, name: 'one', unique: true }] }",
    ];

    private static ResolveRequest Request => Resolution.Request("email", "first", "n=sum") with { References = ["orders.user", "seats.user", "users.boss"] };

    [MongoDbFact]
    public async Task Where_an_index_keeps_rows_away_their_references_and_merged_values_stay_too()
    {
        await using var resolution = await Resolution.Given(Scene);
        var before = await resolution.ContentAsync();
        await using var resolver = await resolution.OpenAsync();
        var run = await resolver.ApplyAsync(await resolver.PlanAsync(Request, default), null, default);
        var applied = await resolution.ContentAsync();
        (await resolution.PrintedAsync("users")).ShouldBe(["{ _id: 1, email: 'a', n: 3 }", "{ _id: 3, email: 'b', n: 12 }", "{ _id: 5, email: 'c', boss: 3 }"]);
        await resolution.RunAsync("{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }");

        var undone = await resolver.UndoAsync(run.Id, null, null, default);
        (await resolution.ContentAsync()).ShouldBe(applied);
        undone.Run.State.ShouldBe(RunState.PartlyUndone);
        (undone.Restored, undone.Repointed).ShouldBe((0, 0));
        undone.Left.Order(StringComparer.Ordinal).ShouldBe([
            "orders 2: the document of users that it refers to is not there (users.2)",
            "orders 4: the document of users that it refers to is not there (users.4)",
            "seats 2: the document of users that it refers to is not there (users.2)",
            "seats 4: the document of users that it refers to is not there (users.4)",
            "users 1: not every document of its group comes back",
            "users 2: another document has its key now (unique index email_1)",
            "users 3: not every document of its group comes back",
            "users 4: another document has its key now (unique index email_1)",
            "users 5: the document of users that it refers to is not there (users.4)",
        ]);

        await resolution.RunAsync("{ dropIndexes: 'users', index: 'email_1' }");
        (await resolver.UndoAsync(run.Id, null, null, default)).Left.ShouldBeEmpty();
        (await resolution.ContentAsync()).ShouldBe(before);
    }

    [MongoDbFact]
    public async Task What_others_changed_since_is_left_and_told_and_the_rest_comes_back()
    {
        await using var resolution = await Resolution.Given(Scene);
        await using var resolver = await resolution.OpenAsync();
        var run = await resolver.ApplyAsync(await resolver.PlanAsync(Request, default), null, default);
        await resolution.RunAsync("{ update: 'users', updates: [{ q: { _id: 1 }, u: { $set: { n: 100 } } }] }");
        await resolution.RunAsync("{ insert: 'users', documents: [{ _id: 4, email: 'new' }] }");
        await resolution.RunAsync("{ delete: 'orders', deletes: [{ q: { _id: 2 }, limit: 1 }] }");

        var undone = await resolver.UndoAsync(run.Id, null, null, default);
        undone.Left.Order(StringComparer.Ordinal).ShouldBe([
            "orders 2: it was changed or removed since",
            "orders 4: the document of users that it refers to is not there (users.4)",
            "seats 4: the document of users that it refers to is not there (users.4)",
            "users 1: it was changed or removed since",
            "users 3: not every document of its group comes back",
            "users 4: another document has its key now (_id)",
            "users 5: the document of users that it refers to is not there (users.4)",
        ]);
        (await resolution.PrintedAsync("users")).ShouldBe(["{ _id: 1, email: 'a', n: 100 }", "{ _id: 2, email: 'a', n: 2 }", "{ _id: 3, email: 'b', n: 12 }", "{ _id: 4, email: 'new' }", "{ _id: 5, email: 'c', boss: 3 }"]);
        (await resolution.PrintedAsync("seats")).ShouldBe(["{ _id: 1, user: 1 }", "{ _id: 2, user: 2 }", "{ _id: 4, user: 3 }"]);
    }

    [MongoDbFact]
    public async Task Names_of_fields_may_be_like_operators_and_hold_dots()
    {
        await using var resolution = await Resolution.Given();
        var (one, two) = (Odd(1), Odd(2));
        await resolution.RunAsync(new BsonBuilder().Add("insert", "users").AddArray("documents", [one, two]).Build());
        await resolution.AppliesAndUndoesAsync(Resolution.Request("email", "first", "0=max", "😀.ü=sum"), async () =>
        {
            var after = (await resolution.FindAsync("users")).ShouldHaveSingleItem();
            after.Elements().Select(element => element.Name).ShouldBe(one.Elements().Select(element => element.Name));
            (after["0"]!.Value.AsInt64(), after["😀"]!.Value.AsDocument()["ü"]!.Value.AsInt64(), after["$where"]!.Value.AsInt64()).ShouldBe((2, 3, 1));
        });
    }

    private static BsonDocument Odd(int id) => BsonDocument.Parse($$"""{"_id":{{id}},"email":"a","a.b":{{id}},"x":{"$set":{{id}},"a.b.c":2,"":3},"":{{id}},"$where":{{id}},"0":{{id}},"😀":{"ü":{{id}} } }""");
}
