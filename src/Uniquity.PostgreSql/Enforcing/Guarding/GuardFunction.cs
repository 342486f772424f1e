using Uniquity.PostgreSql.Enforcing.Planning;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Enforcing.Guarding;

/// <summary>The function of a guard's trigger.</summary>
/// <remarks>
/// <para>It fires after the row is written, so a row that ON CONFLICT left out or turned into an update never meets it, generated columns and
/// other triggers' changes are seen, and a statement that moves keys along is judged row by row as they then stand.</para>
/// <para>Writers of one key wait for each other on its row in the table of marks, as they would in a unique index, until the
/// transaction ends. An advisory lock would make them wait too, but takes room in shared memory for each key of a long load, and tells
/// a transaction with an old snapshot nothing: here the mark that it cannot see yet makes the server answer 40001, and the
/// repetition sees the row. A snapshot older than the guard itself does not see the trigger in the catalogue, and gets the same answer.</para>
/// <para>Marks are unlogged: after a crash no transaction is left for which they would matter.</para>
/// </remarks>
internal sealed class GuardFunction(Guard guard, WantedIndex wanted, string? hash, IReadOnlyList<PartSql> types)
{
    /// <summary>The statement that creates it.</summary>
    public SqlText Create() => SqlText.Of($"CREATE FUNCTION {guard.Function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS {SqlText.Raw(Quote.Literal(Body()))}");

    private string Body()
    {
        var table = wanted.Table.Name;
        var keys = wanted.Key.Select((part, n) => (Text: PartTyping.TextOf(part).Literal, Variable: Variable(n), part.Collation, types[n].Equal)).ToList();
        var expressions = string.Join(", ", keys.Select(key => key.Text));
        var variables = string.Join(", ", keys.Select(key => key.Variable));
        var alias = Quote.Name(table.Name);
        var filter = wanted.Filter is null ? "" : $" WHERE {FilterSql.Of(wanted.Filter).Literal}";
        var and = wanted.Filter is null ? "WHERE" : $"WHERE {FilterSql.Of(wanted.Filter).Literal} AND";
        var same = string.Join(" AND ", keys.Select(key => wanted.NullsEqual
            ? $"({Collated(key.Text, key.Collation)} {key.Equal} {key.Variable} OR ({key.Text} IS NULL AND {key.Variable} IS NULL))"
            : $"{Collated(key.Text, key.Collation)} {key.Equal} {key.Variable}"));
        var from = wanted.Table.Partitioned ? Quote.Table(table) : $"ONLY {Quote.Table(table)}";
        var look = $"SELECT FROM {from} AS {alias} {and} {same}";
        var skipsNull = wanted.NullsEqual ? "" : $" OR {string.Join(" OR ", keys.Select(key => $"{key.Variable} IS NULL"))}";
        return $"""

            #variable_conflict use_column
            DECLARE
              {string.Join(' ', keys.Select((key, n) => $"{key.Variable} {TypeOf(types[n])};"))}
              "#found" bigint;
            BEGIN
              SELECT {expressions} INTO {variables} FROM (SELECT NEW.*) AS {alias}{filter};
              IF NOT FOUND{skipsNull} THEN RETURN NULL; END IF;
              IF TG_OP = 'UPDATE' THEN
                PERFORM FROM (SELECT OLD.*) AS {alias} {and} {same};
                IF FOUND THEN RETURN NULL; END IF;
              END IF;
              IF pg_catalog.current_setting('transaction_isolation') IN ('repeatable read', 'serializable')
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = TG_RELID AND tgname = TG_NAME) THEN
                RAISE EXCEPTION 'could not serialize access due to concurrent update' USING ERRCODE = 'serialization_failure';
              END IF;
              INSERT INTO {guard.Marks.Literal} AS "#mark" (key, times) VALUES ({(hash is null ? "0" : $"{hash}(ROW({variables}), 0)")}, 1)
                ON CONFLICT (key) DO UPDATE SET times = ("#mark".times + 1) % 1000000;
              SELECT count(*) INTO "#found" FROM ({look} LIMIT 2) AS "#rows";
              IF "#found" > 1 THEN
                -- Whoever is deleting or changing the other row is waited for, as a unique index does.
                SELECT count(*) INTO "#found" FROM ({look} FOR SHARE) AS "#rows";
                IF "#found" > 1 THEN
                  RAISE EXCEPTION USING ERRCODE = 'unique_violation', MESSAGE = {Quote.Literal($"duplicate key value violates unique constraint \"{wanted.Name}\"")},
                    DETAIL = {Detail(variables)}, SCHEMA = {Quote.Literal(table.Schema!)}, TABLE = {Quote.Literal(table.Name)}, CONSTRAINT = {Quote.Literal(wanted.Name)};
                END IF;
              END IF;
              RETURN NULL;
            END
            """;
    }

    private string Detail(string variables)
    {
        var shown = string.Join(", ", wanted.Key.Zip(wanted.Parts, (part, text) => part.Expression ? text : Quote.Name(text)));
        var values = string.Join(" || ', ' || ", wanted.Key.Select((_, n) => $"coalesce({Variable(n)}::text, 'null')"));
        return variables.Length == 0 ? "''" : $"{Quote.Literal($"Key ({shown})=(")} || {values} || ') already exists.'";
    }

    private static string TypeOf(PartSql part) => part is { Collatable: true, Collation: { } collation } ? $"{part.Type} COLLATE {collation}" : part.Type;

    private static string Variable(int n) => $"\"#k{n + 1}\"";

    private static string Collated(string text, string? collation) => collation is null ? text : $"({text}) COLLATE {collation}";
}
