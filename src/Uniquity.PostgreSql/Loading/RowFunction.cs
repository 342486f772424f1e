using System.Globalization;
using System.Text;
using Uniquity.Loading;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Loading;

/// <summary>The function that takes row after row, and tells of each what became of it.</summary>
/// <param name="table">The table.</param>
/// <param name="sql">Its statements for the fields of the chunk.</param>
internal sealed class RowFunction(LoadTable table, LoadSql sql)
{
    /// <summary>Says that a trigger left a record out; the code is of nobody else.</summary>
    private const string LeaveOut = "RAISE EXCEPTION USING ERRCODE = 'UQLFT', MESSAGE = 'a trigger left it out';";

    private bool Skips => table.Request.OnConflict.Kind != ConflictKind.Stop && sql.Target.Length > 0;

    /// <summary>Makes it.</summary>
    public string Create(IReadOnlyList<IReadOnlyList<int>> shapes)
    {
        var body = new StringBuilder();
        Choose(body, shapes, 0, shapes.Count);

        var fence = Fence(body.ToString());

        // What concerns the server and not the row ends the whole chunk.
        return $"""
            CREATE OR REPLACE FUNCTION pg_temp.uniquity_rows(chosen int[]) RETURNS TABLE (n int, outcome text, state text, message text, detail text, cons text) LANGUAGE plpgsql AS {fence}
            #variable_conflict use_column
            DECLARE r record; c int; fresh boolean; held boolean;
            BEGIN
            FOR r IN SELECT s.* FROM {LoadSql.Staging} s WHERE chosen IS NULL OR s.n IN (SELECT unnest(chosen)) ORDER BY s.n LOOP
            n := r.n; state := NULL; message := NULL; detail := NULL; cons := NULL;
            BEGIN
            {body}EXCEPTION WHEN OTHERS OR ASSERT_FAILURE THEN
            IF left(SQLSTATE, 2) IN ({ServerTrouble.Classes}){(table.HasRowSecurity ? " AND SQLSTATE <> '42501'" : "")} THEN RAISE; END IF;
            GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, cons = CONSTRAINT_NAME;
            outcome := 'r'; state := nullif(state, 'UQLFT');
            END;
            RETURN NEXT;
            END LOOP;
            END {fence}
            """;
    }

    // There may be thousands: half of them is left out with each look.
    private void Choose(StringBuilder body, IReadOnlyList<IReadOnlyList<int>> shapes, int from, int to)
    {
        if (to - from == 1)
        {
            body.Append(Put(shapes[from]));
            return;
        }

        var middle = (from + to) / 2;
        body.Append(CultureInfo.InvariantCulture, $"IF r.shape < {middle} THEN\n");
        Choose(body, shapes, from, middle);
        body.Append("ELSE\n");
        Choose(body, shapes, middle, to);
        body.Append("END IF;\n");
    }

    /// <summary>What ends the text of a function, which no name inside it may hold.</summary>
    private static string Fence(string text)
    {
        var fence = "$uniquity$";
        for (var number = 1; text.Contains(fence, StringComparison.Ordinal); number++) fence = string.Create(CultureInfo.InvariantCulture, $"$uniquity{number}$");
        return fence;
    }

    private string Put(IReadOnlyList<int> shape)
    {
        var insert = $"{sql.Into(shape)} VALUES ({string.Join(", ", shape.Select(field => sql.Value("r", field)))})";
        var upsert = sql.Upsert(shape);
        var body = new StringBuilder();
        if (upsert is not null && !table.Partitioned)
        {
            // One statement, as a trigger before the row would act twice.
            body.Append(CultureInfo.InvariantCulture, $"{insert} {upsert} RETURNING (t.xmax = 0) INTO fresh;\nGET DIAGNOSTICS c = ROW_COUNT; outcome := CASE WHEN c = 0 THEN 's' WHEN fresh THEN 'i' ELSE 'u' END;\n");
        }
        else
        {
            body.Append(CultureInfo.InvariantCulture, $"{insert}{(Skips ? $" ON CONFLICT {sql.Target} DO NOTHING" : "")};\nGET DIAGNOSTICS c = ROW_COUNT; outcome := CASE c WHEN 0 THEN 's' ELSE 'i' END;\n");
            if (upsert is not null) body.Append(CultureInfo.InvariantCulture, $"IF c = 0 THEN {insert} {upsert}; GET DIAGNOSTICS c = ROW_COUNT; outcome := CASE c WHEN 0 THEN 's' ELSE 'u' END; END IF;\n");
        }

        if (table.HasTriggersBefore) body.Append(CultureInfo.InvariantCulture, $"IF c = 0 THEN\n{Tell(insert)}END IF;\n");
        if (table.HasTriggersBeforeUpdate && upsert is not null && Stays(shape) is { } stays) body.Append(CultureInfo.InvariantCulture, $"IF c = 0 AND {stays} THEN {LeaveOut} END IF;\n");
        return body.ToString();
    }

    // A trigger may change the key, so only the server can tell whether the key is held or the trigger left the row out. What the second try does is taken back in both cases.
    private string Tell(string insert) => !Skips ? LeaveOut + "\n" : $"""
        held := false;
        BEGIN
        {insert}; GET DIAGNOSTICS c = ROW_COUNT; IF c > 0 THEN outcome := 'i'; END IF;
        EXCEPTION WHEN unique_violation OR exclusion_violation THEN held := true;
        END;
        IF c = 0 AND NOT held THEN {LeaveOut} END IF;

        """;

    /// <summary>Whether the row that holds the key should have been written over and was not; <see langword="null"/> where nobody can tell.</summary>
    private string? Stays(IReadOnlyList<int> shape)
    {
        string Same(int number) => $"t.{Quote.Name(sql.ColumnOf(number))}::text IS NOT DISTINCT FROM {sql.Value("r", number)}::text";
        if (table.KeyColumns is not { } key || !key.All(name => shape.Contains(sql.NumberOf(name)))) return null;
        var conditions = key.Select(name => $"t.{Quote.Name(name)} = {sql.Value("r", sql.NumberOf(name))}").ToList();
        if (table.Arbiter!.Filter is { } filter) conditions.Add($"({filter})");

        // A trigger that spares a row which stays the same leaves nothing out.
        conditions.Add($"NOT ({string.Join(" AND ", sql.Written(shape).Select(Same).DefaultIfEmpty("true"))})");
        if (table.Request.OnConflict.Field is { } field) conditions.Add(sql.NumberOf(field) is >= 0 and var by && shape.Contains(by) ? $"(t.{Quote.Name(field)} IS NULL OR {sql.Value("r", by)} > t.{Quote.Name(field)})" : $"t.{Quote.Name(field)} IS NULL");
        return $"EXISTS (SELECT FROM {table.Rows} t WHERE {string.Join(" AND ", conditions)})";
    }
}
