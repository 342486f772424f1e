using Uniquity.Indexes;
using Uniquity.Loading;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Loading;

/// <summary>Looks up, for all rows at once, which unique index left them out: trying each by itself costs a subtransaction and an error.</summary>
internal sealed class LeftRows(LoadConnection connection, LoadTable table, LoadSql sql)
{
    /// <summary>Sorts rows that ON CONFLICT DO NOTHING left.</summary>
    /// <returns>Rejects of another unique index, and the rows of which only a try can tell why; the rest is held by the key.</returns>
    public async Task<(IReadOnlyList<LoadReject> Rejects, IReadOnlyList<int> Others)> ReadAsync(StagedChunk chunk, IReadOnlyCollection<int> left, CancellationToken cancellationToken)
    {
        if (left.Count == 0) return ([], []);

        // Whether a record is in a partial index at all is told by trying it.
        if (table.Arbiter!.Filter is not null) return ([], [.. left]);
        var indexes = table.Request.Indexes.Where(CanLookUp).ToList();
        var held = $"(SELECT true FROM {table.Rows} t WHERE {Same(table.Arbiter)} LIMIT 1)";
        var found = await connection.QueryAsync(
            $"SELECT s.n, {held}{string.Concat(indexes.Select(index => $", {Holder(index)}, {Detail(index)}"))} FROM {LoadSql.Staging} s WHERE s.n IN (SELECT unnest($1::int[]))",
            row =>
            {
                var at = row.IsDBNull(1) ? indexes.FindIndex(index => !row.IsDBNull(2 + indexes.IndexOf(index) * 2)) : -1;
                return (N: row.GetInt32(0), Held: !row.IsDBNull(1), Index: at < 0 ? null : indexes[at], Holder: at < 0 ? "" : row.GetString(2 + at * 2), Detail: at < 0 ? "" : row.GetString(3 + at * 2));
            }, cancellationToken, "{" + string.Join(',', left) + "}");
        return ([.. found.Where(row => row.Index is not null).Select(row => Reject(chunk.Records[row.N], row.Index!, row.Holder, row.Detail))], [.. found.Where(row => !row.Held && row.Index is null).Select(row => row.N)]);
    }

    /// <summary>Whether a row is refused by it wherever its values stand already, and the index finds them.</summary>
    private bool CanLookUp(UniqueIndex index) =>
        index is { Valid: true, Filter: null, PartOf: null, Deferrable: false, Nulls: not NullHandling.NotDistinct } && index != table.Arbiter && index.Key.All(part => !part.Expression && sql.NumberOf(part.Part) >= 0 && table.Find(part.Part)!.IsInPath);

    private string Same(UniqueIndex index) => string.Join(" AND ", index.Key.Select(part => $"t.{Quote.Name(part.Part)} = {sql.Value("s", sql.NumberOf(part.Part))}"));

    private string Holder(UniqueIndex index) => $"(SELECT to_jsonb(t.*)::text FROM {table.Rows} t WHERE {Same(index)} LIMIT 1)";

    /// <summary>The server's own words, with the values as their types write them.</summary>
    private string Detail(UniqueIndex index) => $"format('%s', {string.Join(") || ', ' || format('%s', ", index.Key.Select(part => sql.Value("s", sql.NumberOf(part.Part))))})";

    private static LoadReject Reject(LoadRecord record, UniqueIndex index, string holder, string values)
    {
        var key = index.Key.Select(part => part.Part).ToArray();
        var detail = $"duplicate key value violates unique constraint \"{index.Name}\": Key ({string.Join(", ", key.Select(Name))})=({values}) already exists. (23505)";
        return new(record.Line, "duplicate", detail.ReplaceLineEndings(" "), record) { Index = index.Name, KeyFields = key, Holder = LoadSql.Row(holder) };
    }

    private static string Name(string column) => column.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_') && !char.IsAsciiDigit(column[0]) ? column : Quote.Name(column);
}
