using Shouldly;
using Uniquity.Loading;
using Xunit;

namespace Uniquity.Testing.Conformance.Loading;

/// <summary>Random files against a model: what is counted is what was done, whatever the policy and the chunks.</summary>
public abstract partial class LoaderConformance
{
    private const string AllRows = "SELECT id, email, seen, note FROM t";

    [ConformanceTheory]
    [InlineData("skip")]
    [InlineData("update")]
    [InlineData("replace")]
    [InlineData("newer:seen")]
    public async Task Random_files_end_as_if_loaded_record_by_record(string policy)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            foreach (var (key, other, batch) in new[] { ("id", false, 1000), ("email", false, 7), ("id", true, 1), ("email", true, 1) })
            {
                var file = LoadModel.File(new Random(seed), 60);
                var model = await GivenAsync(policy, key, other);
                foreach (var line in Lines(file)) model.Take(line).ShouldBeTrue();

                var (point, _) = await LoadAsync(new(file) { Key = key, OnConflict = policy, Batch = batch });

                var call = $"{policy}, key {key}, other {other}, batch {batch}, seed {seed}";
                Sums(point).ShouldBe(model.Sums, call);
                Sorted(await AskAsync(AllRows)).ShouldBe(model.Rows, call);
            }
        }
    }

    [ConformanceTheory]
    [InlineData("skip")]
    [InlineData("update")]
    [InlineData("replace")]
    [InlineData("newer:seen")]
    public async Task Of_a_chunk_with_two_unique_keys_every_record_is_counted_and_no_key_is_in_twice(string policy)
    {
        for (var seed = 11; seed <= 18; seed++)
        {
            var key = seed % 2 == 0 ? "id" : "email";
            await GivenAsync(policy, key, other: true);

            var (point, rejects) = await LoadAsync(new(LoadModel.File(new Random(seed), 80)) { Key = key, OnConflict = policy, Batch = seed % 3 == 0 ? 9 : 1000 });

            point.Read.ShouldBe(80);
            var duplicates = rejects.Where(reject => reject.Reason == "duplicate").ToList();
            duplicates.ShouldAllBe(reject => reject.Index == "t_id" || reject.Index == "t_email");

            // A row that held a key may have another by the end of the chunk, where rows are written over.
            if (policy == "skip") duplicates.ShouldAllBe(reject => reject.Holder != null);
            var rows = (await AskAsync(AllRows)).Split('\n').Select(row => row.Split('|')).ToList();
            rows.Select(row => row[0]).ShouldBeUnique();
            rows.Select(row => row[1]).Where(email => email.Length > 0).ShouldBeUnique();
        }
    }

    [ConformanceFact]
    public async Task Stopped_by_a_random_file_whole_chunks_are_in()
    {
        for (var seed = 21; seed <= 26; seed++)
        {
            var file = LoadModel.File(new Random(seed), 30);
            var model = await GivenAsync("stop", "id", other: true);
            var taken = Lines(file).TakeWhile(model.Take).Count();
            taken.ShouldBeLessThan(30);
            var whole = await GivenAsync("stop", "id", other: true);
            foreach (var line in Lines(file).Take(taken / 3 * 3)) whole.Take(line);

            await Should.ThrowAsync<LoadStoppedException>(LoadAsync(new(file) { Key = "id", OnConflict = "stop", Batch = 3 }));

            Sorted(await AskAsync(AllRows)).ShouldBe(whole.Rows, $"seed {seed}");
        }
    }

    private async Task<LoadModel> GivenAsync(string policy, string key, bool other)
    {
        await Database.ExecuteAsync("DROP TABLE IF EXISTS t; CREATE TABLE t (id integer NOT NULL, email text, seen integer CHECK (seen >= 0), note text DEFAULT 'none'); INSERT INTO t VALUES (2, 'e2', 5, 'kept'), (3, 'e5', 4, 'kept'), (20, 'e20', 4, 'kept')");
        if (key == "id" || other) await Database.ExecuteAsync("CREATE UNIQUE INDEX t_id ON t (id)");
        if (key == "email" || other) await Database.ExecuteAsync("CREATE UNIQUE INDEX t_email ON t (email)");
        var model = new LoadModel(policy, key, other);
        model.Have(2, "e2", 5);
        model.Have(3, "e5", 4);
        model.Have(20, "e20", 4);
        return model;
    }

    private static string[] Lines(string file) => file.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];

    private static string Sorted(string rows) => string.Join('\n', rows.Split('\n').Order(StringComparer.Ordinal));
}
