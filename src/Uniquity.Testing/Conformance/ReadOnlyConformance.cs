using Shouldly;
using Uniquity.Duplicates;
using Uniquity.Facts;
using Uniquity.Violations;

namespace Uniquity.Testing.Conformance;

/// <summary>Asking changes nothing.</summary>
public abstract class ReadOnlyConformance(IConformanceEngine engine) : TargetConformance(engine)
{
    [ConformanceFact]
    public async Task Nothing_is_ever_written()
    {
        var target = await Given("""
            CREATE TABLE users (id integer PRIMARY KEY, email text, name text);
            INSERT INTO users VALUES (1, 'a', 'x'), (2, 'b', 'x'), (3, NULL, 'y');
            CREATE UNIQUE INDEX ux ON users (lower(email)) WHERE id > 0
            """);
        var before = await Database.DumpAsync();
        before.ShouldContain("users");
        var table = await Table(target);
        await target.DescribeAsync(default);
        foreach (var index in await target.GetUniqueIndexesAsync(null, default))
        {
            await target.Facts.FindHolderAsync(index, [new KeyValue(index.Key[0].Part, "1")], default);
            await target.Facts.EqualOnlyByFoldingAsync(index, 0, "1", "2", default);
        }

        var key = await Key(target, "name");
        await target.Facts.GetColumnsAsync(table, default);
        await target.Facts.CountAsync(table, [new Condition.IsNull(key[0])], 10, default);
        await target.Facts.FindRowsAsync(table, [], 10, default);
        await target.Facts.EstimateRowsAsync(table, default);
        await target.Facts.SampleAsync(table, key[0], 10, default);
        var query = new DuplicateQuery(table, key) { Fold = Folding.Case | Folding.Space | Folding.Unicode };
        await target.Duplicates.CountAsync(query, null, default);
        await foreach (var _ in target.Duplicates.ListAsync(query, default))
        {
        }

        (await Database.DumpAsync()).ShouldBe(before);
    }
}
