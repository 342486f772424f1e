using Uniquity.Duplicates;
using Uniquity.MongoDb.Tests.Resolving;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Regressions;

/// <summary>Keys whose paths go through arrays of documents: what the index holds of each element, and nothing else.</summary>
public sealed class ArrayKeyTests
{
    [MongoDbTheory]
    [InlineData("of one element, not across", "{ _id: 1, a: [{ b: 1, c: 2 }, { b: 3, c: 4 }] }, { _id: 2, a: { b: 1, c: 4 } }, { _id: 3, a: [{ b: 3, c: 4 }] }", "a.b,a.c", "1 3")]
    [InlineData("missing in an element is null", "{ _id: 1, a: [{ b: 3 }, { c: 4 }] }, { _id: 2, a: { b: 3 } }, { _id: 3, a: { c: 4 } }", "a.b,a.c", "1 2;1 3")]
    [InlineData("nothing below is null", "{ _id: 1, a: [] }, { _id: 2, a: [7] }, { _id: 3, a: [{}] }, { _id: 4 }, { _id: 5, a: [[{ b: 2 }]] }, { _id: 6, a: { b: 2 } }", "a.b", "1 2 3 4 5")]
    [InlineData("an array in an array of documents", "{ _id: 1, a: [{ b: [2, 3] }] }, { _id: 2, a: { b: 3 } }, { _id: 3, a: [{ b: [[3]] }] }", "a.b", "1 2")]
    [InlineData("an empty array is no empty array inside another", "{ _id: 1, a: [] }, { _id: 2, a: [[]] }, { _id: 3, a: [] }, { _id: 4, a: [[], 1] }", "a", "1 3;2 4")]
    [InlineData("numbers that are one do not collide inside a document", "{ _id: 1, a: [1, 1.0, NumberLong('1')] }, { _id: 2, a: [2, 2.0] }, { _id: 3, a: 2 }", "a", "2 3")]
    [InlineData("beside a plain part", "{ _id: 1, z: 1, a: [{ b: 1 }, { b: 2 }] }, { _id: 2, z: 1, a: [{ b: 2 }] }, { _id: 3, z: 2, a: [{ b: 2 }] }", "z,a.b", "1 2")]
    [InlineData("a part and what is below it", "{ _id: 1, a: [{ b: 1 }, { b: 2 }] }, { _id: 2, a: { b: 2 } }, { _id: 3, a: [{ b: 2, c: 1 }] }", "a,a.b", "1 2")]
    public async Task Groups_are_those_of_the_index(string _, string documents, string key, string groups)
    {
        await using var scene = await Scene.Given($"{{ insert: 'c', documents: [{documents}] }}");
        var table = await scene.Table("c");
        var report = await scene.Target.Duplicates.CountAsync(new DuplicateQuery(table, await scene.Target.ParseKeyAsync(table, key, default)), null, default);
        string.Join(';', report.Top.Select(group => string.Join(' ', group.Ids.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)).ShouldBe(groups);
        report.Rows.ShouldBe(documents.Split("_id:").Length - 1, "documents are counted, not their elements");
        report.Groups.ShouldBe(groups.Split(';').Length);
    }

    [MongoDbTheory]
    [InlineData("elements that are one do not collide inside a document", "{ _id: 'A', a: ['x', 'X'] }, { _id: 'b', a: ['y'] }", "a", "")]
    [InlineData("identifiers are not folded", "{ _id: 'A', a: ['x'] }, { _id: 'a', a: ['X', 'z'] }", "a", "A a")]
    [InlineData("nor where a path goes on", "{ _id: 'A', a: [{ b: 'x', c: 1 }, { b: 'X', c: 2 }] }, { _id: 'a', a: { b: 'X' } }, { _id: 'c', a: { b: 'y' } }", "a.b", "A a")]
    public async Task Case_is_folded_in_keys_through_arrays(string _, string documents, string key, string groups)
    {
        await using var scene = await Scene.Given($"{{ insert: 'c', documents: [{documents}, {{ _id: 'n', a: [] }}, {{ _id: 'N', a: [{{ }}] }}] }}");
        var table = await scene.Table("c");
        var report = await scene.Target.Duplicates.CountAsync(new DuplicateQuery(table, await scene.Target.ParseKeyAsync(table, key, default)) { Fold = Folding.Case }, null, default);
        var found = report.Top.Where(group => !group.Ids.Contains("n")).Select(group => string.Join(' ', group.Ids.Order(StringComparer.Ordinal)));
        string.Join(';', found.Order(StringComparer.Ordinal)).ShouldBe(groups);
        report.Rows.ShouldBe(documents.Split("_id:").Length + 1);
        report.NullKeyRows.ShouldBe(key == "a" ? 0 : 2);
    }

    [MongoDbFact]
    public async Task Long_arrays_are_taken_apart_in_a_time_that_grows_with_them()
    {
        await using var scene = await Scene.Given();
        foreach (var id in new[] { 1, 2 })
            await scene.Run($"{{ insert: 'c', documents: [{{ _id: {id}, a: [{string.Join(',', Enumerable.Range(0, 8000).Select(n => $"{{ b: {n}, c: {n % 7} }}"))}] }}] }}");
        var table = await scene.Table("c");
        var report = await scene.Target.Duplicates.CountAsync(new DuplicateQuery(table, await scene.Target.ParseKeyAsync(table, "a.b,a.c", default)), null, default);
        (report.Rows, report.Groups, report.ExcessRows).ShouldBe((2, 8000, 8000));
    }

    [MongoDbFact]
    public async Task Documents_with_a_null_are_counted_and_not_their_elements()
    {
        await using var scene = await Scene.Given("{ insert: 'c', documents: [{ _id: 1, a: [{ b: null }, {}] }, { _id: 2, a: [{ b: 1 }, { b: 2 }] }, { _id: 3 }] }");
        var table = await scene.Table("c");
        var report = await scene.Target.Duplicates.CountAsync(new DuplicateQuery(table, await scene.Target.ParseKeyAsync(table, "a.b", default)), null, default);
        (report.Rows, report.NullKeyRows).ShouldBe((3, 2));
    }

    [MongoDbFact]
    public async Task A_place_in_an_array_is_refused_in_words_and_a_name_of_digits_is_not()
    {
        await using var scene = await Scene.Given("{ insert: 'c', documents: [{ _id: 1, a: [5], year: { 2024: 'x' } }, { _id: 2, a: [5], year: { 2024: 'x' } }] }");
        var table = await scene.Table("c");
        async Task<DuplicateReport> Count(string key) => await scene.Target.Duplicates.CountAsync(new DuplicateQuery(table, await scene.Target.ParseKeyAsync(table, key, default)), null, default);
        (await Should.ThrowAsync<UsageException>(() => Count("a.0"))).Message.ShouldContain("a.0 names a place in an array of c");
        (await Count("year.2024")).Groups.ShouldBe(1);
    }

    [MongoDbFact]
    public async Task A_document_stays_that_shares_a_key_with_nobody()
    {
        await using var resolution = await Resolution.Given(
            "{ insert: 'users', documents: [{ _id: 1, a: [{ b: 1, c: 2 }, { b: 3, c: 4 }] }, { _id: 2, a: { b: 1, c: 4 } }, { _id: 3, a: [{ b: 3, c: 4 }, { b: 5, c: 6 }] }, { _id: 4, a: [{ b: 5 }] }, { _id: 5, a: { b: 5 } }] }");
        await resolution.AppliesAndUndoesAsync(Resolution.Request("a.b,a.c"), async () =>
            (await resolution.FindAsync("users")).Select(document => document["_id"]!.Value.AsInt64()).ShouldBe([1, 2, 4]));
    }
}
