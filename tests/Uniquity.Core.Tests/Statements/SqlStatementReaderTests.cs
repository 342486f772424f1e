using Uniquity.Diagnosing;
using Uniquity.Statements;

namespace Uniquity.Core.Tests.Statements;

public class SqlStatementReaderTests
{
    [Fact]
    public void An_insert_tells_its_table_columns_and_literal_values()
    {
        var insert = SqlStatementReader.Read("INSERT INTO shop.users (id, \"E mail\", active, age, note) VALUES (7, 'O''Brien', true, -3, NULL)")!;

        insert.Operation.ShouldBe(WriteOperation.Insert);
        insert.Table.ShouldBe("shop.users");
        insert.Columns.ShouldBe(["id", "E mail", "active", "age", "note"]);
        insert.Rows.ShouldHaveSingleItem().ShouldBe([
            new SqlValue("7", false, true) { IsNumber = true }, new SqlValue("O'Brien", false, true), new SqlValue("true", false, true),
            new SqlValue("-3", false, true) { IsNumber = true }, new SqlValue(null, true, true)]);
    }

    [Theory]
    [InlineData("$1")]
    [InlineData("?")]
    [InlineData(":name")]
    [InlineData("DEFAULT")]
    [InlineData("lower('A')")]
    [InlineData("1 + 1")]
    public void What_is_no_literal_is_unknown(string value) =>
        SqlStatementReader.Read($"insert into t (a) values ({value})")!.Rows[0][0].ShouldBe(SqlValue.Unknown);

    [Theory]
    [InlineData("E'it\\'s'", "it's")]
    [InlineData("$$it's$$", "it's")]
    [InlineData("$q$a $$ b$q$", "a $$ b")]
    [InlineData("'2024-01-01'::date", "2024-01-01")]
    [InlineData("'a,b)('", "a,b)(")]
    [InlineData("N'x'", "x")]
    [InlineData("x'00Ff'", "\\x00ff")]
    [InlineData("-1.5e-3", "-1.5e-3")]
    public void Every_spelling_of_a_text_gives_its_value(string literal, string value) =>
        SqlStatementReader.Read($"INSERT INTO t VALUES ({literal})")!.Rows[0][0].Text.ShouldBe(value);

    [Fact]
    public void Many_rows_are_a_batch()
    {
        var insert = SqlStatementReader.Read("INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y'), (1, 'z')")!;
        insert.Operation.ShouldBe(WriteOperation.Bulk);
        insert.Rows.Count.ShouldBe(3);
        insert.Rows[2][1].Text.ShouldBe("z");
    }

    [Theory]
    [InlineData("INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = excluded.a")]
    [InlineData("INSERT OR IGNORE INTO t (a) VALUES (1)")]
    [InlineData("REPLACE INTO t (a) VALUES (1)")]
    [InlineData("INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 1")]
    public void A_conflict_clause_makes_an_upsert(string sql)
    {
        var insert = SqlStatementReader.Read(sql)!;
        insert.Operation.ShouldBe(WriteOperation.Upsert);
        insert.HasConflictClause.ShouldBeTrue();
        insert.Table.ShouldBe("t");
    }

    [Fact]
    public void An_update_tells_assignments_and_filter()
    {
        var update = SqlStatementReader.Read("UPDATE ONLY \"My Items\" AS i SET pos = pos + 1, \"la bel\" = f(a, b) WHERE list_id = 3 AND pos >= 5 RETURNING *;")!;
        update.Operation.ShouldBe(WriteOperation.Update);
        update.Table.ShouldBe("\"My Items\"");
        update.Assignments.ShouldBe([("pos", "pos + 1"), ("la bel", "f(a, b)")]);
        update.Where.ShouldBe("list_id = 3 AND pos >= 5");
    }

    [Fact]
    public void A_with_clause_stands_before_the_verb()
    {
        var insert = SqlStatementReader.Read("WITH x AS (SELECT 1 FROM update_log) INSERT INTO t (a) VALUES (1)")!;
        insert.Table.ShouldBe("t");
        insert.Operation.ShouldBe(WriteOperation.Insert);
    }

    [Fact]
    public void A_unique_index_tells_table_name_key_and_filter()
    {
        var build = SqlStatementReader.Read("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS users_email_idx ON public.users USING btree (lower(email), tenant DESC) INCLUDE (id) WHERE deleted_at IS NULL;")!;
        build.Operation.ShouldBe(WriteOperation.IndexBuild);
        build.IndexName.ShouldBe("users_email_idx");
        build.Table.ShouldBe("public.users");
        build.Columns.ShouldBe(["lower(email)", "tenant"]);
        build.Where.ShouldBe("deleted_at IS NULL");
    }

    [Fact]
    public void A_constraint_added_tells_the_same()
    {
        var build = SqlStatementReader.Read("ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email)")!;
        build.IndexName.ShouldBe("users_email_key");
        build.Columns.ShouldBe(["email"]);
    }

    [Theory]
    [InlineData("SELECT * FROM t")]
    [InlineData("CREATE INDEX i ON t (a)")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("'")]
    [InlineData("insert")]
    public void What_is_no_write_says_nothing_false(string? sql)
    {
        var statement = SqlStatementReader.Read(sql);
        if (statement is not null) statement.Table.ShouldBeNull();
    }

    [Fact]
    public void A_copy_is_a_batch() => SqlStatementReader.Read("COPY users (id, email) FROM stdin")!.ShouldBe(new SqlStatement { Operation = WriteOperation.Bulk, Table = "users" });
}
