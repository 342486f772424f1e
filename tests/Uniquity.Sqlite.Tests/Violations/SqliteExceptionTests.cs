using Microsoft.Data.Sqlite;
using Uniquity.Testing.Engines;
using Uniquity.Violations;

namespace Uniquity.Sqlite.Tests.Violations;

public sealed class SqliteExceptionTests : IDisposable
{
    private readonly SqliteDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_unique_column_is_read_and_its_index_found()
    {
        var violation = await RefusedAsync("create table users (id integer primary key, email text unique); insert into users values (1, 'a')", "insert into users values (2, 'a')");

        (violation.Engine, violation.Code, violation.Table).ShouldBe(("sqlite", "2067", "users"));
        violation.Index.ShouldBe("sqlite_autoindex_users_1");
        violation.Key.ShouldBe([new KeyValue("email", null)]);
    }

    [Fact]
    public async Task A_named_index_over_several_columns_is_found() =>
        (await RefusedAsync("create table t (a, b, c); create unique index t_b_a on t (b, a); create unique index t_a on t (a, c); insert into t values (1, 2, 3)", "insert into t values (1, 2, 4)"))
            .Index.ShouldBe("t_b_a");

    [Fact]
    public async Task An_expressions_index_stands_in_the_message() =>
        (await RefusedAsync("create table t (a); create unique index \"lo'wer\" on t (lower(a)); insert into t values ('A')", "insert into t values ('a')")).Index.ShouldBe("lo'wer");

    [Fact]
    public async Task A_rowid_is_the_primary_key()
    {
        var violation = await RefusedAsync("create table t (id integer primary key); insert into t values (1)", "insert into t values (1)");

        violation.Code.ShouldBe("1555");
        violation.Index.ShouldBe("PRIMARY KEY");
    }

    [Fact]
    public async Task Two_indexes_with_the_same_columns_leave_it_open() =>
        (await RefusedAsync("create table t (a); create unique index t1 on t (a) where a > 0; create unique index t2 on t (a) where a < 9; insert into t values (5)", "insert into t values (5)"))
            .Index.ShouldBeNull();

    [Fact]
    public async Task Hostile_names_are_kept()
    {
        var violation = await RefusedAsync("""create table "we'ird (t" ("a: b" , "c')." , unique ("a: b", "c').")); insert into "we'ird (t" values (1, 2)""", """insert into "we'ird (t" values (1, 2)""");

        violation.Table.ShouldBe("we'ird (t");
        violation.Key.Select(part => part.Field).ShouldBe(["a: b", "c')."]);
        violation.Index.ShouldBe("sqlite_autoindex_we'ird (t_1");
    }

    [Fact]
    public void Another_constraint_is_no_violation()
    {
        using var connection = Open("create table t (a not null check (a > 0))");

        foreach (var sql in (string[])["insert into t values (null)", "insert into t values (0)"])
            Should.Throw<SqliteException>(() => Run(connection, sql)).TryGetUniqueViolation(out _).ShouldBeFalse(sql);
    }

    private async Task<Violation> RefusedAsync(string scene, string refused)
    {
        using var connection = Open(scene);
        Should.Throw<SqliteException>(() => Run(connection, refused)).TryGetUniqueViolation(out var violation).ShouldBeTrue();
        return await connection.FindIndexAsync(violation);
    }

    private SqliteConnection Open(string scene)
    {
        SqliteFile.Execute(_database.FilePath, scene);
        var connection = new SqliteConnection($"Data Source={_database.FilePath};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
