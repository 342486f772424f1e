using Uniquity.Duplicates;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Duplicates;

/// <summary>The statements that find the groups of a key.</summary>
/// <param name="query">The question.</param>
/// <param name="parts">The key, folded as asked.</param>
/// <param name="id">An expression that tells a row from all others: its primary key, or its physical address.</param>
internal sealed class GroupSql(DuplicateQuery query, IReadOnlyList<PartSql> parts, SqlText id)
{
    /// <summary>
    /// Counts everything, and gives the largest groups: the first row of the answer is the totals, the rest are groups.
    /// </summary>
    /// <param name="slices">
    /// In how many parts to group, a power of two. Rows of one key have one hash, so a slice by the hash holds whole groups;
    /// a server that runs the slices in parallel workers is done sooner, and each has a smaller table of groups to keep.
    /// </param>
    public SqlText Count(int slices)
    {
        var branches = Enumerable.Range(0, slices).Select(slice => SqlText.Of(
            $"SELECT {Keys}, count(*) AS n, -1::bigint AS nulls FROM {Keyed} WHERE {Slice(slice, slices)} GROUP BY {Keys} HAVING count(*) > 1"));
        var totals = SqlText.Of($"SELECT {NoKeys}, count(*) AS n, count(*) FILTER (WHERE {HasNull}) AS nulls FROM {Keyed}");
        return SqlText.Of($"""
            WITH groups AS MATERIALIZED (SELECT * FROM ({SqlText.Join(" UNION ALL ", branches.Append(totals))}) AS sliced)
            SELECT max(n) FILTER (WHERE nulls >= 0), max(nulls), count(*) - 1, (sum(n) FILTER (WHERE nulls < 0) - count(*) + 1)::bigint, {NoText} FROM groups
            UNION ALL
            SELECT * FROM (SELECT n, 0, 0, 0, {KeysAsText} FROM groups WHERE nulls < 0 ORDER BY n DESC, {Sorted} LIMIT {query.Top}) AS top
            """);
    }

    /// <summary>Every group with some of its row ids, in one sorted pass: memory does not grow with a group.</summary>
    public SqlText List => query.IdsPerGroup == 0
        ? SqlText.Of($"SELECT count(*), NULL::text, {KeysAsText} FROM {Keyed} WHERE {Counted} GROUP BY {Keys} HAVING count(*) > 1")
        : SqlText.Of($"""
            SELECT count(*), (json_agg(id::text) FILTER (WHERE place <= {query.IdsPerGroup}))::text, {KeysAsText}
            FROM (SELECT {Keys}, id, row_number() OVER (PARTITION BY {Keys}) AS place FROM {Keyed} WHERE {Counted}) AS placed
            GROUP BY {Keys} HAVING count(*) > 1
            """);

    /// <summary>The question as a person would write it, for evidence.</summary>
    public SqlText Shown
    {
        get
        {
            var names = SqlText.Join(", ", parts.Select(part => part.Text));
            var conditions = new List<SqlText>();
            if (query.Where is { } where) conditions.Add(FilterSql.Of(where));
            if (!query.IncludeNull) conditions.AddRange(parts.Select(part => SqlText.Of($"{part.Text} IS NOT NULL")));
            var filter = conditions.Count == 0 ? SqlText.Empty : SqlText.Of($" WHERE {SqlText.Join(" AND ", conditions)}");
            return SqlText.Of($"SELECT {names}, count(*) FROM {query.Table}{filter} GROUP BY {names} HAVING count(*) > 1 ORDER BY count(*) DESC");
        }
    }

    /// <summary>The ids of the rows of some groups, with the number of the group first.</summary>
    public SqlText Ids(IReadOnlyList<IReadOnlyList<string?>> groups)
    {
        var rows = groups.Select((group, n) => SqlText.Of($"({n}, {SqlText.Join(", ", group.Select((value, i) => SqlText.Value(value, parts[i].Type)))})"));
        var same = parts.Select((part, i) => query.IncludeNull
            ? SqlText.Raw($"x.k{i + 1} IS NOT DISTINCT FROM g.k{i + 1}")
            : part.Equals(SqlText.Raw($"x.k{i + 1}"), SqlText.Raw($"g.k{i + 1}")));
        return SqlText.Of($"""
            SELECT n, id::text FROM (
              SELECT g.n, x.id, row_number() OVER (PARTITION BY g.n) AS place
              FROM (VALUES {SqlText.Join(", ", rows)}) AS g(n, {Keys}) JOIN {Keyed} ON {SqlText.Join(" AND ", same)}) AS ids
            WHERE place <= {query.IdsPerGroup} ORDER BY ids.n, ids.id
            """);
    }

    /// <summary>Whether groups can be told apart by a hash before they are made.</summary>
    public bool CanSlice => parts.Any(part => part.Hash is not null);

    private SqlText Keyed
    {
        get
        {
            var selected = parts.Select((part, n) => SqlText.Of($"{part.Text} AS k{n + 1}")).Append(SqlText.Of($"{id} AS id"));
            var where = query.Where is { } filter ? SqlText.Of($" WHERE {FilterSql.Of(filter)}") : SqlText.Empty;
            return SqlText.Of($"(SELECT {SqlText.Join(", ", selected)} FROM {query.Table}{where}) AS x");
        }
    }

    private SqlText Keys => Names(n => $"k{n}");

    private SqlText KeysAsText => Names(n => $"k{n}::text");

    private SqlText NoKeys => SqlText.Join(", ", parts.Select((part, n) => SqlText.Raw($"NULL::{part.Type} AS k{n + 1}")));

    private SqlText NoText => Names(_ => "NULL");

    private SqlText HasNull => Joined(" OR ", n => $"k{n} IS NULL");

    /// <summary>The rows that can be of a group.</summary>
    private SqlText Counted => query.IncludeNull ? SqlText.Raw("true") : Joined(" AND ", n => $"k{n} IS NOT NULL");

    /// <summary>Ties stand in the order of the key; of text by its bytes, which needs no comparison by the rules of a language.</summary>
    private SqlText Sorted => Names(n => parts[n - 1].Collatable ? $"k{n} COLLATE \"C\"" : $"k{n}");

    private SqlText Slice(int slice, int slices)
    {
        if (slices == 1) return Counted;
        var hashes = parts.Select((part, n) => (part.Hash, n)).Where(hashed => hashed.Hash is not null).Select(hashed => SqlText.Raw(query.IncludeNull ? $"coalesce({hashed.Hash}(k{hashed.n + 1}), 0)" : $"{hashed.Hash}(k{hashed.n + 1})"));
        return SqlText.Of($"{Counted} AND ({SqlText.Join(" # ", hashes)}) & {slices - 1} = {slice}");
    }

    private SqlText Names(Func<int, string> name) => Joined(", ", name);

    private SqlText Joined(string separator, Func<int, string> name) =>
        SqlText.Join(separator, Enumerable.Range(1, parts.Count).Select(n => SqlText.Raw(name(n))));
}
