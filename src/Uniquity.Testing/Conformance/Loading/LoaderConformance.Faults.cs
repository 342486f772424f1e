using Shouldly;
using Uniquity.Loading;
using Uniquity.Resolving;
using Xunit;

namespace Uniquity.Testing.Conformance.Loading;

/// <summary>What a load that stops leaves, and how it goes on.</summary>
public abstract partial class LoaderConformance
{
    private static readonly string Many = "id,name,seen\n" + string.Concat(Enumerable.Range(0, 60).Select(at => $"{at % 40 + 1},n{at},{at % 7}\n")) + "x\n";

    [ConformanceTheory]
    [InlineData("skip")]
    [InlineData("update")]
    [InlineData("replace")]
    [InlineData("newer:seen")]
    public async Task A_load_that_stopped_goes_on_and_ends_as_if_it_had_not(string policy)
    {
        await Database.ExecuteAsync(Plain);
        var call = new LoadCall(Many) { OnConflict = policy, Batch = 7 };
        var (whole, _) = await LoadAsync(call);
        var rows = await AskAsync("SELECT * FROM t ORDER BY id");
        await Database.ExecuteAsync("DROP TABLE t; " + Plain);

        var rejects = new KeptRejects();
        foreach (var stopAt in new[] { 14, 35, 56 })
        {
            var stopping = call with { Resume = stopAt > 14, Report = point => _ = point.Read < stopAt ? 0 : throw new InvalidTimeZoneException() };
            await Should.ThrowAsync<InvalidTimeZoneException>(LoadAsync(stopping, rejects));
        }

        var (point, kept) = await LoadAsync(call with { Resume = true }, rejects);

        point.ShouldBe(whole with { RejectBytes = point.RejectBytes });
        kept.Count.ShouldBe(1);
        (await AskAsync("SELECT * FROM t ORDER BY id")).ShouldBe(rows);
    }

    [ConformanceFact]
    public async Task What_is_complete_or_has_changed_is_not_resumed()
    {
        await Database.ExecuteAsync(Plain);
        await LoadAsync(new(Many));
        (await Should.ThrowAsync<RefusedException>(LoadAsync(new(Many) { Resume = true }))).Message.ShouldContain("there is no stopped load");

        await Should.ThrowAsync<LoadStoppedException>(LoadAsync(new("id\n1\n") { OnConflict = "stop" }));
        (await Should.ThrowAsync<RefusedException>(LoadAsync(new("id\n1\n2\n") { OnConflict = "stop", Resume = true }))).Message.ShouldContain("has changed");
    }

    [ConformanceFact]
    public async Task An_index_that_goes_while_loading_stops_the_load_and_says_so()
    {
        await Database.ExecuteAsync("CREATE TABLE t (id integer, name text); CREATE UNIQUE INDEX t_id ON t (id)");
        var dropped = false;

        var stopped = await Should.ThrowAsync<LoadStoppedException>(LoadAsync(new("id,name\n1,a\n2,b\n3,c\n4,d\n5,e\n6,f\n") { Key = "id", OnConflict = "update", Batch = 2, Report = point => dropped = dropped || Drop(point) }));

        stopped.Message.ShouldContain("unique index of the key is gone");
        (await AskAsync("SELECT count(*) FROM t")).ShouldBe("2");

        bool Drop(LoadPoint point)
        {
            if (point.Read == 0) return false;
            Database.ExecuteAsync("DROP INDEX t_id").AsTask().GetAwaiter().GetResult();
            return true;
        }
    }

    [ConformanceFact]
    public async Task Two_loads_of_one_file_at_once_put_no_row_in_twice()
    {
        await Database.ExecuteAsync(Plain);
        var file = "id,name\n" + string.Concat(Enumerable.Range(10, 400).Select(at => $"{at},n{at}\n"));

        var points = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            await using var loader = await Database.OpenLoaderAsync();
            var call = new LoadCall(file) { Batch = 20 };
            var reader = Reader(call);
            return await new LoadRun(reader, loader, new KeptRejects(), call.Batch, name => name).RunAsync(await loader.BeginAsync(await RequestAsync(call), reader.Fields.Names, CancellationToken.None), null, CancellationToken.None);
        })));

        points.ShouldAllBe(point => point.Read == 400 && point.Rejected == 0);
        points.Sum(point => point.Inserted).ShouldBe(400);
        (await AskAsync("SELECT count(*), count(DISTINCT id) FROM t WHERE id > 9")).ShouldBe("400|400");
    }
}
