using Uniquity.Indexes;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Catalogue;

public sealed class IndexTests
{
    [MongoDbFact]
    public async Task Unique_indexes_are_listed_with_what_they_ignore()
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }, { key: { tenant: 1, 'profile.handle': -1 }, name: 'handle', unique: true }, { key: { phone: 1 }, name: 'phone_1', unique: true, sparse: true }, { key: { nick: 1 }, name: 'nick_live', unique: true, partialFilterExpression: { active: true } }, { key: { plain: 1 }, name: 'plain_1' }] }",
            "{ create: 'odd.name-x' }",
            "{ create: 'uniquity.r_1' }");
        var indexes = await scene.Target.GetUniqueIndexesAsync(null, default);
        indexes.Select(index => $"{index.Table} {index.Name}").ShouldBe(["odd.name-x _id_", "users _id_", "users email_1", "users handle", "users nick_live", "users phone_1"]);
        var handle = indexes.Single(index => index.Name == "handle");
        handle.Key.Select(part => (part.Part, part.Descending)).ShouldBe([("tenant", false), ("profile.handle", true)]);
        handle.Nulls.ShouldBe(NullHandling.Value);
        indexes.Single(index => index.Name == "phone_1").Nulls.ShouldBe(NullHandling.Sparse);
        indexes.Single(index => index.Name == "phone_1").Warnings.ShouldHaveSingleItem().Code.ShouldBe("UQ204");
        indexes.Single(index => index.Name == "nick_live").Filter.ShouldBe("{ active: true }");
        indexes.Single(index => index is { Name: "_id_", Table.Name: "users" }).Primary.ShouldBeTrue();
    }

    [MongoDbFact]
    public async Task A_collection_is_found_with_and_without_its_database_and_nothing_else_is()
    {
        await using var scene = await Scene.Given("{ create: 'users' }", "{ create: 'a.b' }");
        (await scene.Target.FindTableAsync("a.b", default))!.Name.ShouldBe("a.b");
        (await scene.Target.FindTableAsync($"{scene.Database}.users", default))!.Name.ShouldBe("users");
        (await scene.Target.FindTableAsync("Users", default)).ShouldBeNull();
    }

    [MongoDbFact]
    public async Task A_key_is_read_in_every_spelling_and_a_misspelt_field_is_told()
    {
        await using var scene = await Scene.Given("{ insert: 'users', documents: [{ _id: 1, email: 'a', address: { city: 'b' } }] }");
        var table = await scene.Table("users");
        (await scene.Target.ParseKeyAsync(table, "email, address.city", default)).Select(part => part.Part).ShouldBe(["email", "address.city"]);
        (await scene.Target.ParseKeyAsync(table, "{ email: 1, 'address.city': -1 }", default)).Select(part => part.Descending).ShouldBe([false, true]);
        await scene.Run("{ insert: 'users', documents: [{ _id: 2, 'a,b': { c: 1 }, \"it's }\": 1 }] }");
        (await scene.Target.ParseKeyAsync(table, "{ 'a,b.c': -1 } ,email,{ \"it's }\": 1 }", default)).Select(part => part.Part).ShouldBe(["a,b.c", "email", "it's }"]);
        (await Should.ThrowAsync<UsageException>(async () => await scene.Target.ParseKeyAsync(table, "emial", default))).Message.ShouldBe("no document of users has the field emial; the nearest is email");
        (await Should.ThrowAsync<UsageException>(async () => await scene.Target.ParseKeyAsync(table, "lower(email)", default))).Message.ShouldContain("--fold case");
    }

    [MongoDbFact]
    public async Task The_target_tells_where_it_is_and_changes_nothing()
    {
        await using var scene = await Scene.Given("{ create: 'users' }");
        var info = await scene.Target.DescribeAsync(default);
        info.Engine.ShouldBe("mongodb");
        info.Database.ShouldBe(scene.Database);
        info.Role.ShouldBe("primary");
        info.Host.ShouldNotBeNull().ShouldNotContain("/");
    }
}
