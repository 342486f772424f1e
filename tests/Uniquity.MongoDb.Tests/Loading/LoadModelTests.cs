using Uniquity.Loading;
using Uniquity.Testing.Conformance.Loading;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Loading;

/// <summary>Random files against a model: what is counted is what was done, whatever the policy and the chunks.</summary>
public class LoadModelTests
{
    [MongoDbTheory]
    [InlineData("skip")]
    [InlineData("update")]
    [InlineData("replace")]
    [InlineData("newer:seen")]
    public async Task Random_files_end_as_if_loaded_record_by_record(string policy)
    {
        for (var seed = 1; seed <= 2; seed++)
        {
            foreach (var (key, other, batch) in new[] { ("id", false, 1000), ("email", false, 7), ("id", true, 1), ("email", true, 1) })
            {
                await using var scene = await GivenAsync(key, other);
                var file = File(new Random(seed), batch == 1 ? 20 : 60);
                var model = Model(policy, key, other);
                foreach (var line in Lines(file)) model.Take(line).ShouldBeTrue();

                var (sums, _) = await scene.LoadAsync(Call(file, key) with { OnConflict = policy, Batch = batch });

                var call = $"{policy}, key {key}, other {other}, batch {batch}, seed {seed}";
                sums.ShouldBe(model.Sums, call);
                (await RowsAsync(scene, key)).ShouldBe(model.Rows, call);
            }
        }
    }

    [MongoDbTheory]
    [InlineData("skip")]
    [InlineData("update")]
    [InlineData("replace")]
    [InlineData("newer:seen")]
    public async Task Of_a_chunk_with_two_unique_keys_every_record_is_counted(string policy)
    {
        for (var seed = 11; seed <= 14; seed++)
        {
            var key = seed % 2 == 0 ? "id" : "email";
            await using var scene = await GivenAsync(key, other: true);

            var (_, rejects) = await scene.LoadAsync(Call(File(new Random(seed), 60), key) with { OnConflict = policy, Batch = seed % 3 == 0 ? 9 : 1000 });

            rejects.Where(reject => reject.Reason == "duplicate").ShouldAllBe(reject => reject.Index != null || policy != "skip");
        }
    }

    [MongoDbFact]
    public async Task Stop_leaves_what_stood_before_the_line()
    {
        for (var seed = 21; seed <= 24; seed++)
        {
            await using var scene = await GivenAsync("id", other: true);
            var file = File(new Random(seed), 30);
            var model = Model("stop", "id", other: true);
            var taken = Lines(file).TakeWhile(model.Take).Count();

            (await Should.ThrowAsync<LoadStoppedException>(scene.LoadAsync(Call(file, "id") with { OnConflict = "stop", Batch = 4 }))).Message.ShouldStartWith($"line {taken + 2} cannot be taken: ");

            (await RowsAsync(scene, "id")).ShouldBe(model.Rows, $"seed {seed}");
        }
    }

    // There is no check, and null is a key like others: the file has neither.
    private static string File(Random random, int records) => LoadModel.File(random, records).Replace(",-1", ",1", StringComparison.Ordinal).Replace(",,", ",e0,", StringComparison.Ordinal).Replace(",\n", ",e0\n", StringComparison.Ordinal);

    private static string[] Lines(string file) => file.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];

    private static LoadCall Call(string file, string key) => key == "id" ? new("_" + file) { Key = "_id" } : new(file) { Key = key };

    private static LoadModel Model(string policy, string key, bool other)
    {
        var model = new LoadModel(policy, key, other);
        model.Have(2, "e2", 5);
        model.Have(3, "e5", 4);
        model.Have(20, "e20", 4);
        return model;
    }

    private static async Task<LoadScene> GivenAsync(string key, bool other)
    {
        var id = key == "id" ? "_id" : "id";
        var scene = await LoadScene.Given($"{{ insert: 't', documents: [{{ {id}: 2, email: 'e2', seen: 5, note: 'kept' }}, {{ {id}: 3, email: 'e5', seen: 4, note: 'kept' }}, {{ {id}: 20, email: 'e20', seen: 4, note: 'kept' }}] }}");
        if (key == "email" || other) await scene.Scene.Run("{ createIndexes: 't', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }");
        if (key == "email" && other) await scene.Scene.Run("{ createIndexes: 't', indexes: [{ key: { id: 1 }, name: 'id_1', unique: true }] }");
        return scene;
    }

    private static async Task<string> RowsAsync(LoadScene scene, string key)
    {
        var reply = await scene.Scene.Run("{ find: 't', filter: {}, batchSize: 1000 }");
        var found = reply["cursor"]!.Value.AsDocument()["firstBatch"]!.Value.AsDocument().Elements().Select(one => one.AsDocument());
        return string.Join('\n', found.Select(row => $"{row[key == "id" ? "_id" : "id"]!.Value.AsInt64()}|{row["email"]!.Value.AsString()}|{row["seen"]!.Value.AsInt64()}|{(row["note"] is { } note ? note.AsString() : "none")}").Order(StringComparer.Ordinal));
    }
}
