using Npgsql;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Regressions;

/// <summary>What an unfriendly examiner found in loads into PostgreSQL.</summary>
public sealed class PostgreSqlLoadTests
{
    [PostgreSqlTheory]
    [InlineData("""{"id":1,"a":"x"}|{"id":2}|{"id":2,"a":"late"}""", "2 0 1 0", "", "1 x,2 ")]
    [InlineData("""{"id":1,"a":"x"}|{"id":2,"a":"q","b":1}|{"id":3,"a":"q"}""", "2 0 0 1", "3 duplicate t_a_key", "1 x,2 q")]
    public async Task Where_records_have_different_members_the_first_of_the_file_counts(string file, string counts, string rejects, string rows)
    {
        await using var database = await MakeAsync("CREATE TABLE t (id int PRIMARY KEY, a text UNIQUE, b int)");

        var trial = await LoadTrial.RunAsync(database.Url, file.Replace('|', '\n'), "ndjson");

        trial.Counts.ShouldBe(counts);
        string.Join(',', trial.Rejects).ShouldBe(rejects);
        (await database.ScalarAsync<string>("SELECT string_agg(id || ' ' || coalesce(a, ''), ',' ORDER BY id) FROM t")).ShouldBe(rows);
    }

    [PostgreSqlTheory]
    [InlineData("id serial PRIMARY KEY", "ndjson", """{"id":1.0}|{"id":2.0}""", "3")]
    [InlineData("id int PRIMARY KEY DEFAULT nextval('s')", "csv", "id|7|8", "9")]
    [InlineData("id numeric PRIMARY KEY DEFAULT nextval('s')", "ndjson", """{"id":1e0}|{"id":"2.5"}""", "3")]
    [InlineData("id serial PRIMARY KEY, a int", "json", """[{"id":1,"a":1},{"id":2,"a":"x"},{"id":3,"a":3}]""", "4")]
    public async Task However_ids_are_written_the_sequence_is_past_them(string columns, string format, string file, string next)
    {
        await using var database = await MakeAsync($"CREATE SEQUENCE s; CREATE TABLE t ({columns}, v text)");

        (await LoadTrial.RunAsync(database.Url, file.Replace('|', '\n'), format)).Code.ShouldBeInRange(0, 1);

        (await database.ScalarAsync<string>("INSERT INTO t (v) VALUES ('new') RETURNING id::text")).ShouldBe(next);
    }

    [PostgreSqlFact]
    public async Task A_replaced_row_keeps_its_primary_key()
    {
        await using var database = await MakeAsync("CREATE TABLE t (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), e text UNIQUE, v int, w int DEFAULT 5); INSERT INTO t VALUES ('00000000-0000-0000-0000-000000000001', 'a', 1, 1)");

        (await LoadTrial.RunAsync(database.Url, "e,v\na,2\n", "csv", "--on-conflict", "replace", "--key", "e")).Counts.ShouldBe("0 1 0 0");

        (await database.ScalarAsync<string>("SELECT t::text FROM t")).ShouldBe("(00000000-0000-0000-0000-000000000001,a,2,5)");
    }

    [PostgreSqlTheory]
    [InlineData("IF NEW.id = 2 THEN RAISE EXCEPTION 'no' USING ERRCODE = '45000'; END IF; RETURN NEW", "INSERT", "2 0 1 1", "2 refused")]
    [InlineData("ASSERT NEW.id <> 2; RETURN NEW", "INSERT", "2 0 1 1", "2 refused")]
    [InlineData("NEW.e = lower(NEW.e); RETURN NEW", "INSERT", "2 0 2 0", "")]
    [InlineData("INSERT INTO log VALUES (NEW.id); IF NEW.id = 2 THEN RETURN NULL; END IF; RETURN NEW", "INSERT", "2 0 1 1", "2 refused")]
    public async Task A_trigger_refuses_changes_or_leaves_out_one_record(string body, string on, string counts, string rejects)
    {
        await using var database = await MakeAsync("CREATE TABLE log (id int); CREATE TABLE t (id int, e text UNIQUE); INSERT INTO t VALUES (1, 'c@x');" + Trigger(body, on));

        var trial = await LoadTrial.RunAsync(database.Url, "id,e\n2,A@x\n3,b@x\n4,b@x\n" + (counts == "2 0 2 0" ? "5,C@x\n" : "5,d@x\n"), "csv", "--key", "e");

        trial.Counts.ShouldBe(counts);
        string.Join(',', trial.Rejects).ShouldBe(rejects);
        (await database.ScalarAsync<long>("SELECT count(*) FROM log WHERE id = 2")).ShouldBe(0);
    }

    [PostgreSqlTheory]
    [InlineData("IF NEW.v = 9 THEN RETURN NULL; END IF; RETURN NEW", "update", "0 2 0 1", "3 refused")]
    [InlineData("IF NEW.v = 9 THEN RETURN NULL; END IF; RETURN NEW", "newer:v", "0 1 1 1", "3 refused")]
    [InlineData("IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NULL; END IF; RETURN NEW", "update", "0 2 1 0", "")]
    public async Task A_row_that_a_trigger_keeps_from_being_written_over_is_a_reject_unless_it_is_as_the_record(string body, string policy, string counts, string rejects)
    {
        await using var database = await MakeAsync("CREATE TABLE t (id int PRIMARY KEY, v int); INSERT INTO t VALUES (1, 1), (2, 2), (3, 3);" + Trigger(body, "UPDATE"));

        var trial = await LoadTrial.RunAsync(database.Url, "id,v\n1,1\n2,9\n3,4\n", "csv", "--on-conflict", policy);

        trial.Counts.ShouldBe(counts);
        string.Join(',', trial.Rejects).ShouldBe(rejects);
    }

    [PostgreSqlFact]
    public async Task A_trigger_before_the_row_acts_once_where_the_row_is_written_over()
    {
        await using var database = await MakeAsync("CREATE TABLE log (id int); CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'old');" + Trigger("INSERT INTO log VALUES (NEW.id); RETURN NEW", "INSERT"));

        (await LoadTrial.RunAsync(database.Url, "id,v\n1,a\n1,b\n2,c\n", "csv", "--on-conflict", "update")).Counts.ShouldBe("1 2 0 0");

        (await database.ScalarAsync<string>("SELECT string_agg(id::text, ',') FROM log")).ShouldBe("1,1,2");
    }

    [PostgreSqlFact]
    public async Task Rows_of_tables_that_inherit_hold_no_key()
    {
        await using var database = await MakeAsync("CREATE TABLE t (id int PRIMARY KEY, e text UNIQUE); CREATE TABLE c () INHERITS (t); INSERT INTO c VALUES (5, 'x'); INSERT INTO t VALUES (1, 'b')");

        (await LoadTrial.RunAsync(database.Url, "id,e\n5,b\n6,c\n", "csv")).Rejects.ShouldBe(["2 duplicate t_e_key"]);
    }

    [PostgreSqlFact]
    public async Task The_row_that_holds_a_key_is_told_with_a_column_named_as_the_table_and_a_deep_document()
    {
        await using var database = await MakeAsync("CREATE TABLE t (id int PRIMARY KEY, t text UNIQUE, j jsonb); INSERT INTO t VALUES (1, 'a', (repeat('[', 100) || repeat(']', 100))::jsonb)");

        var trial = await LoadTrial.RunAsync(database.Url, "id,t\n2,a\n", "csv");

        trial.Documents.Single().GetProperty("holder").GetProperty("id").GetInt32().ShouldBe(1);
    }

    [PostgreSqlFact]
    public async Task A_record_may_refer_to_one_that_comes_after_it_whatever_else_is_refused()
    {
        await using var database = await MakeAsync("CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES t)");

        var trial = await LoadTrial.RunAsync(database.Url, "id,p\n4,3\n3,2\n2,1\n1,\n5,9\n6,5\nx,1\n", "csv");

        trial.Counts.ShouldBe("4 0 0 3");
        trial.Rejects.ShouldBe(["6 reference t_p_fkey", "7 reference t_p_fkey", "8 value"]);
    }

    [PostgreSqlFact]
    public async Task A_record_whose_reference_comes_late_is_not_written_over_a_later_one_of_its_key()
    {
        await using var database = await MakeAsync("CREATE TABLE t (id int PRIMARY KEY, p int REFERENCES t)");

        var trial = await LoadTrial.RunAsync(database.Url, "id,p\n5,9\n9,\n5,\n4,9\n3,4\nx,1\n", "csv", "--on-conflict", "update");

        trial.Counts.ShouldBe("4 0 0 2");
        trial.Rejects.ShouldBe(["2 reference t_p_fkey", "7 value"]);
        (await database.ScalarAsync<bool>("SELECT p IS NULL FROM t WHERE id = 5")).ShouldBeTrue();
    }

    [PostgreSqlFact]
    public async Task A_character_that_the_encoding_of_the_database_lacks_rejects_its_record_alone()
    {
        var server = await PostgreSqlServer.SharedAsync();
        await using var outside = await server.CreateDatabaseAsync();
        var name = "latin_" + outside.Name;
        await outside.ExecuteAsync($"CREATE DATABASE {name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
        try
        {
            var url = outside.Url.Replace(outside.Name, name, StringComparison.Ordinal);
            await using var latin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(outside.DataSource.ConnectionString) { Database = name, Pooling = false });
            await using (var make = latin.CreateCommand("CREATE TABLE t (id int PRIMARY KEY, v text UNIQUE)")) await make.ExecuteNonQueryAsync();

            var trial = await LoadTrial.RunAsync(url, "id,v\n1,\u00e9\n2,\u20acuro\n3,\u00e9\n4,ok\n", "csv");

            trial.Counts.ShouldBe("2 0 0 2");
            trial.Rejects.ShouldBe(["3 value", "4 duplicate t_v_key"]);
        }
        finally
        {
            await outside.ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    [PostgreSqlFact]
    public async Task A_type_outside_of_the_search_path_is_compared_as_its_index_does()
    {
        await using var database = await MakeAsync("CREATE SCHEMA e; CREATE EXTENSION citext SCHEMA e; CREATE TABLE t (id int UNIQUE, n e.citext UNIQUE); INSERT INTO t VALUES (9, 'ABC')");

        (await LoadTrial.RunAsync(database.Url, "id,n\n1,Abc\n2,x\n3,X\n3,y\n", "csv", "--key", "n")).Counts.ShouldBe("2 0 2 0");
    }

    [PostgreSqlFact]
    public async Task A_record_that_another_index_refused_is_a_reject_though_its_key_comes_in_later()
    {
        await using var database = await MakeAsync("CREATE TABLE t (id int PRIMARY KEY, e text UNIQUE); INSERT INTO t VALUES (9, 'a')");

        var trial = await LoadTrial.RunAsync(database.Url, "id,e\n2,a\n2,b\n", "csv");

        trial.Counts.ShouldBe("1 0 0 1");
        trial.Rejects.ShouldBe(["2 duplicate t_e_key"]);
    }

    [PostgreSqlTheory]
    [InlineData("id citext", """{"id":"x","v":0}|{"id":"a","v":1,"w":5}|{"id":"A","v":2}""", "a 2 5,x 0 ")]
    [InlineData("id int", """{"id":7,"v":0}|{"id":1,"v":1,"w":5}|{"id":"01","v":2}""", "1 2 5,7 0 ")]
    [InlineData("id text", """{"id":"x","v":0}|{"id":"a","v":1,"w":5}|{"id":"A","v":2}""", "A 2 ,a 1 5,x 0 ")]
    public async Task Where_records_have_different_members_the_last_of_a_key_counts_in_any_spelling(string key, string file, string rows)
    {
        await using var database = await MakeAsync($"CREATE EXTENSION citext; CREATE TABLE t ({key} PRIMARY KEY, v int, w int)");

        await LoadTrial.RunAsync(database.Url, file.Replace('|', '\n'), "ndjson", "--on-conflict", "update");

        (await database.ScalarAsync<string>("SELECT string_agg(concat_ws(' ', id, v, coalesce(w::text, '')), ',' ORDER BY id::text COLLATE \"C\") FROM t")).ShouldBe(rows);
    }

    [PostgreSqlTheory]
    [InlineData("skip", "1 0 1 0", "1|x||d|q|t")]
    [InlineData("replace", "1 1 0 0", "1||y|d|q|t")]
    [InlineData("update", "1 1 0 0", "1|x|y|d|q|t")]
    public async Task What_a_record_lacks_gets_its_default_or_stays(string policy, string counts, string row)
    {
        await using var database = await MakeAsync("CREATE DOMAIN word AS text DEFAULT 'q'; CREATE TABLE t (id int PRIMARY KEY, a text, b text, c text DEFAULT 'd', w word, n int GENERATED BY DEFAULT AS IDENTITY (START 7))");

        (await LoadTrial.RunAsync(database.Url, "{\"id\":1,\"a\":\"x\"}\n{\"id\":1,\"b\":\"y\"}\n", "ndjson", "--on-conflict", policy)).Counts.ShouldBe(counts);

        (await database.ScalarAsync<string>("SELECT id || '|' || coalesce(a, '') || '|' || coalesce(b, '') || '|' || c || '|' || w || '|' || left((n >= 7)::text, 1) FROM t")).ShouldBe(row);
    }

    [PostgreSqlTheory]
    [InlineData("skip")]
    [InlineData("update")]
    public async Task Records_of_a_thousand_shapes_are_taken_with_one_that_repeats_a_key(string policy)
    {
        await using var database = await MakeAsync("CREATE TABLE t (id int PRIMARY KEY, " + string.Join(", ", Enumerable.Range(0, 10).Select(number => $"c{number} int DEFAULT -1")) + ")");
        var file = string.Concat(Enumerable.Range(0, 1024).Append(5).Select(id => $"{{\"id\":{id}{string.Concat(Enumerable.Range(0, 10).Where(number => (id >> number & 1) == 1).Select(number => $",\"c{number}\":{id}"))}}}\n"));

        (await LoadTrial.RunAsync(database.Url, file, "ndjson", "--on-conflict", policy)).Counts.ShouldBe(policy == "skip" ? "1024 0 1 0" : "1024 1 0 0");

        for (var number = 0; number < 10; number++) (await database.ScalarAsync<long>($"SELECT count(*) FROM t WHERE c{number} = CASE WHEN id >> {number} & 1 = 1 THEN id ELSE -1 END")).ShouldBe(1024);
    }

    [PostgreSqlFact]
    public async Task Two_fields_of_a_record_that_go_into_one_column_are_a_reject()
    {
        await using var database = await MakeAsync("CREATE TABLE t (id serial PRIMARY KEY)");

        var trial = await LoadTrial.RunAsync(database.Url, "{\"a\":1,\"id\":2}\n{\"id\":3}\n{\"a\":4}\n", "ndjson", "--map", "a=id");

        trial.Counts.ShouldBe("2 0 0 1");
        trial.Rejects.ShouldBe(["1 record"]);
        (await database.ScalarAsync<int>("INSERT INTO t DEFAULT VALUES RETURNING id")).ShouldBe(5);
    }

    [PostgreSqlFact]
    public async Task Arrays_have_dimensions_and_documents_and_domains_are_what_they_stand_for()
    {
        await using var database = await MakeAsync("CREATE DOMAIN ints AS int[]; CREATE DOMAIN doc AS jsonb; CREATE TABLE t (id int PRIMARY KEY, m int[], d ints, j jsonb[], o doc, s text[])");

        var trial = await LoadTrial.RunAsync(database.Url, """
            {"id":1,"m":[[1,2.0],[3,null]],"d":[1],"j":["a",{"b":[1]},null,2],"o":"text","s":["{x}","\\ \"q\"",{"k":1},true,"NULL"]}
            {"id":2,"m":[[1,2],[3]]}
            {"id":3,"s":["\ud800"]}
            {"id":4,"s":["a\u0000"]}
            """, "ndjson");

        trial.Rejects.ShouldBe(["2 value", "3 record", "4 record"]);
        (await database.ScalarAsync<string>("SELECT concat_ws(' ', m, d, array_to_json(j), o, array_to_json(s)) FROM t")).ShouldBe("""{{1,2},{3,NULL}} {1} ["a",{"b": [1]},null,2] "text" ["{x}","\\ \"q\"","{\"k\":1}","true","NULL"]""");
    }

    [PostgreSqlFact]
    public async Task A_load_that_was_sent_away_for_a_deadlock_comes_again()
    {
        await using var database = await MakeAsync("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT g, 'old' FROM generate_series(1, 20) g;" + Trigger("IF NEW.v = 'file' AND NEW.id IN (10, 20) THEN PERFORM pg_advisory_lock(NEW.id); PERFORM pg_advisory_unlock(NEW.id); END IF; RETURN NEW", "UPDATE"));
        await using var gate = await database.OpenAsync();
        await using var other = await database.OpenAsync();
        await RunAsync(gate, "SELECT pg_advisory_lock(10)");
        await RunAsync(other, "SET deadlock_timeout = '1h'; BEGIN; SELECT pg_advisory_lock(20)");

        // The load has row 1 and waits for the gate; then the other waits for row 1, and the load for the other.
        var load = LoadTrial.RunAsync(database.Url, "id,v\n" + string.Concat(Enumerable.Range(1, 20).Select(id => $"{id},file\n")), "csv", "--on-conflict", "update");
        await WaitersAsync(database, "advisory");
        var update = RunAsync(other, "UPDATE t SET v = 'other' WHERE id = 1; SELECT pg_advisory_unlock(20); COMMIT");
        await WaitersAsync(database, "transactionid");
        await RunAsync(gate, "SELECT pg_advisory_unlock(10)");
        await update;

        (await load).Counts.ShouldBe("0 20 0 0");
        (await database.ScalarAsync<long>("SELECT count(*) FROM t WHERE v = 'file'")).ShouldBe(20);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task WaitersAsync(PostgreSqlDatabase database, string kind)
    {
        while (await database.ScalarAsync<long>($"SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = '{kind}' AND NOT l.granted AND a.datname = current_database()") == 0) await Task.Delay(50);
    }

    private static string Trigger(string body, string on) => $"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; END $$; CREATE TRIGGER f BEFORE {on} ON t FOR EACH ROW EXECUTE FUNCTION f()";

    private static async Task<PostgreSqlDatabase> MakeAsync(string sql)
    {
        var database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        await database.ExecuteAsync(sql);
        return database;
    }
}
