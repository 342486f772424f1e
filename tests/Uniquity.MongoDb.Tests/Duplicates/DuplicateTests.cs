using Uniquity.Duplicates;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Duplicates;

public sealed class DuplicateTests
{
    [MongoDbFact]
    public async Task Groups_are_counted_with_null_and_missing_as_one_and_numbers_of_every_type_as_one()
    {
        await using var scene = await Scene.Given("""
            { insert: 'c', documents: [{ _id: 1, k: 'a' }, { _id: 2, k: 'a' }, { _id: 3, k: null }, { _id: 4 }, { _id: 5, k: 1 }, { _id: 6, k: NumberLong('1') }, { _id: 7, k: NumberDecimal('1.0') }, { _id: 8, k: '1' }, { _id: 9, k: ObjectId('507f1f77bcf86cd799439011') }] }
            """);
        var report = await Count(scene, "c", "k");
        (report.Rows, report.Groups, report.ExcessRows, report.NullKeyRows).ShouldBe((9, 3, 4, 2));
        report.Top[0].Count.ShouldBe(3);
        report.Top[0].Ids.ShouldBe(["5", "6", "7"], ignoreOrder: true);
        report.Top.Single(group => group.Key[0].IsNull).Ids.ShouldBe(["3", "4"], ignoreOrder: true);
    }

    [MongoDbFact]
    public async Task Elements_of_arrays_collide_between_documents_and_not_inside_one()
    {
        await using var scene = await Scene.Given("{ insert: 'c', documents: [{ _id: 1, t: ['x', 'x', 'y'] }, { _id: 2, t: ['y'] }, { _id: 3, t: 'y' }, { _id: 4, t: ['z'] }, { _id: 5, t: [] }, { _id: 6, t: [] }, { _id: 7 }] }");
        var report = await Count(scene, "c", "t");
        (report.Groups, report.ExcessRows, report.NullKeyRows).ShouldBe((2, 3, 1));
        report.Top[0].Key[0].Value.ShouldBe("y");
        report.Top[0].Ids.ShouldBe(["1", "2", "3"], ignoreOrder: true);
    }

    [MongoDbFact]
    public async Task Compound_and_dotted_keys_are_grouped_whole()
    {
        await using var scene = await Scene.Given("{ insert: 'c', documents: [{ _id: 1, a: { b: 1 }, c: 'x' }, { _id: 2, a: { b: 1 }, c: 'x' }, { _id: 3, a: { b: 1 }, c: 'y' }, { _id: 4, a: 7, c: 'x' }] }");
        var report = await Count(scene, "c", "a.b,c");
        report.Groups.ShouldBe(1);
        report.Top[0].Key.Select(part => $"{part.Field}={part.Value}").ShouldBe(["a.b=1", "c=x"]);
    }

    [MongoDbFact]
    public async Task A_filter_narrows_and_a_wrong_one_is_told()
    {
        await using var scene = await Scene.Given("{ insert: 'c', documents: [{ _id: 1, k: 'a', gone: true }, { _id: 2, k: 'a' }, { _id: 3, k: 'a' }] }");
        (await Count(scene, "c", "k", query => query with { Where = "{ gone: { $ne: true } }" })).ExcessRows.ShouldBe(1);
        (await Should.ThrowAsync<UsageException>(() => Count(scene, "c", "k", query => query with { Where = "gone is null" }))).Message.ShouldContain("no MongoDB filter document");
        (await Should.ThrowAsync<UsageException>(() => Count(scene, "c", "k", query => query with { Where = "{ gone: { $nonsense: 1 } }" }))).Message.ShouldContain("cannot be used on c");
    }

    [MongoDbFact]
    public async Task Case_is_folded_by_a_collation_and_other_folding_is_refused_in_words()
    {
        await using var scene = await Scene.Given("{ insert: 'c', documents: [{ _id: 1, k: 'Ann' }, { _id: 2, k: 'ANN' }, { _id: 3, k: 'Bob' }] }");
        (await Count(scene, "c", "k")).Groups.ShouldBe(0);
        (await Count(scene, "c", "k", query => query with { Fold = Folding.Case })).Groups.ShouldBe(1);
        (await Should.ThrowAsync<UsageException>(() => Count(scene, "c", "k", query => query with { Fold = Folding.Unicode }))).Message.ShouldContain("folds case only");
    }

    [MongoDbFact]
    public async Task A_sparse_index_leaves_documents_without_its_field_out()
    {
        await using var scene = await Scene.Given(
            "{ createIndexes: 'c', indexes: [{ key: { k: 1 }, name: 'k_1', unique: true, sparse: true }] }",
            "{ insert: 'c', documents: [{ _id: 1 }, { _id: 2 }, { _id: 3, k: 'a' }] }");
        (await Count(scene, "c", "k")).Groups.ShouldBe(0);
        (await Count(scene, "c", "k", query => query with { IncludeNull = true })).ExcessRows.ShouldBe(1);
    }

    [MongoDbFact]
    public async Task Every_group_is_streamed()
    {
        await using var scene = await Scene.Given();
        for (var batch = 0; batch < 5; batch++)
        {
            await scene.Run($"{{ insert: 'c', documents: [{string.Join(", ", Enumerable.Range(batch * 1000, 1000).Select(n => $"{{ _id: {n}, k: {n % 2500} }}"))}] }}");
        }

        var table = await scene.Table("c");
        var groups = 0;
        await foreach (var group in scene.Target.Duplicates.ListAsync(new DuplicateQuery(table, await scene.Target.ParseKeyAsync(table, "k", default)), default))
        {
            group.Count.ShouldBe(2);
            group.Ids.Count.ShouldBe(2);
            groups++;
        }

        groups.ShouldBe(2500);
    }

    [MongoDbTheory]
    [InlineData("{ k: 'Ann' }, { k: 'ANN' }, { k: 'Bob' }, { k: 'bob' }, { k: 'BOB' }, { k: null }", "k", Folding.Case)]
    [InlineData("{ k: 1 }, { k: NumberLong('1') }, { k: 'x' }, { k: 'x' }, { k: 'x' }, {}, { k: null }", "k", Folding.None)]
    [InlineData("{ k: [1, 1, 2] }, { k: 2 }, { k: [2, 3] }, { k: [] }, { k: [] }, {}, { k: [null] }, { k: [[null]] }", "k", Folding.None)]
    [InlineData("{ a: [{ b: 1 }, { b: 2 }], k: 1 }, { a: { b: 2 }, k: 1 }, { a: 1, k: 1 }, { k: 1 }, { k: null }, { a: { b: null } }", "a.b,k", Folding.None)]
    [InlineData("{ k: ObjectId('507f1f77bcf86cd799439011') }, { k: ObjectId('507f1f77bcf86cd799439011') }, { k: NaN }, { k: NaN }, { k: { $undefined: true } }", "k", Folding.None)]
    [InlineData("{ k: 1 }", "k", Folding.None)]
    public async Task A_report_and_a_list_made_at_once_are_those_made_alone(string documents, string key, Folding fold)
    {
        await using var scene = await Scene.Given($"{{ insert: 'c', documents: [{documents}] }}");
        var table = await scene.Table("c");
        var query = new DuplicateQuery(table, await scene.Target.ParseKeyAsync(table, key, default)) { Fold = fold };
        var (listed, each) = (new List<DuplicateGroup>(), new List<DuplicateGroup>());
        await foreach (var group in scene.Target.Duplicates.ListAsync(query, default)) listed.Add(group);
        var alone = await scene.Target.Duplicates.CountAsync(query, null, default);
        var atOnce = await scene.Target.Duplicates.CountAsync(query, 10, each.Add, null, default);

        atOnce.ShouldBe(alone with { Top = atOnce.Top, Key = atOnce.Key });
        atOnce.Top.Select(Text).ShouldBe(alone.Top.Select(Text));
        each.Select(Text).ShouldBe(alone.Top.Select(Text));
        listed.Select(Text).ShouldBe(alone.Top.Select(Text), ignoreOrder: true);
        alone.ExcessRows.ShouldBe(alone.Top.Sum(group => group.Count - 1));
        alone.Top.ShouldAllBe(group => group.Ids.Count == group.Count);

        static string Text(DuplicateGroup group) =>
            $"{string.Join(",", group.Key.Select(part => $"{part.Value}/{part.Json}/{part.IsNull}"))} {group.Count} {string.Join(",", group.Ids.Order(StringComparer.Ordinal))} {string.Join(",", group.JsonIds!.Order(StringComparer.Ordinal))}";
    }

    [MongoDbFact]
    public async Task Hundreds_of_groups_are_shown_each_with_its_own_ids()
    {
        await using var scene = await Scene.Given($"{{ insert: 'c', documents: [{string.Join(", ", Enumerable.Range(0, 1000).Select(n => $"{{ _id: {n}, k: {n % 500} }}"))}] }}");
        var report = await Count(scene, "c", "k", query => query with { Top = 300 });
        (report.Groups, report.Top.Count).ShouldBe((500, 300));
        report.Top.Select(group => group.Key[0].Value).ShouldBe(Enumerable.Range(0, 300).Select(n => $"{n}"));
        foreach (var group in report.Top) group.Ids.ShouldBe([group.Key[0].Value!, $"{int.Parse(group.Key[0].Value!, System.Globalization.CultureInfo.InvariantCulture) + 500}"], ignoreOrder: true);
    }

    private static async Task<DuplicateReport> Count(Scene scene, string collection, string key, Func<DuplicateQuery, DuplicateQuery>? more = null)
    {
        var table = await scene.Table(collection);
        var query = new DuplicateQuery(table, await scene.Target.ParseKeyAsync(table, key, default));
        return await scene.Target.Duplicates.CountAsync(more?.Invoke(query) ?? query, null, default);
    }
}
