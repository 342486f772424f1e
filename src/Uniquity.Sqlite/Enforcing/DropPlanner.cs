using Uniquity.Enforcing;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Enforcing;

/// <summary>Makes the plan of <c>drop-index</c>.</summary>
internal sealed class DropPlanner(SqliteSession session)
{
    /// <summary>Makes it.</summary>
    public async Task<(DropIndexPlan Plan, IReadOnlyList<string> Statements)> PlanAsync(DropIndexRequest request, CancellationToken cancellation)
    {
        var catalogue = new SqliteCatalogue(session);
        var table = await catalogue.GetTableAsync(request.Table, cancellation);
        var all = await new UniqueIndexReader(session, catalogue, new IndexSizes(session)).ReadAsync(request.Table, cancellation);
        var index = Indexes.Find(all, table, request.Name, "drop-index ");
        var wanted = new WantedIndex(table, index.Name, index.Key, index.Filter, NullsEqual: false);
        var plain = request.KeepPlain ? await new IndexName(session).ChooseAsync(new(request.Table, index.Key), wanted with { Name = "" }, replaced: null, cancellation) : null;
        List<string> statements = [.. plain is null ? [] : (string[])[wanted.CreatePlain(plain)], $"DROP INDEX {SqliteName.Quote(index.Name)}"];
        var refusal = await new Indexes(session, catalogue).RefusalAsync(index, all, by: null, cancellation);
        return (new DropIndexPlan
        {
            Request = request,
            Index = index,
            PlainName = plain,
            Refusal = refusal,
            Steps = [new(EnforceStepKind.Drop, $"{(plain is null ? "" : $"build {plain}, which is not unique, and ")}drop {index.Name}, in one transaction", ["BEGIN IMMEDIATE", .. statements, "COMMIT"], "writers of the file wait while it lasts")],
            Warnings =
            [
                "SQLite does not count the reads that use an index: EXPLAIN QUERY PLAN of your statements shows whether one names it",
                $"from then on duplicates of ({string.Join(", ", index.Key.Select(part => part.Part))}) can enter, and ON CONFLICT on that key fails",
            ],
        }, statements);
    }
}
