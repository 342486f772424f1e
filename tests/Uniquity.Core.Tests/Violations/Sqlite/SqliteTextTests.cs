namespace Uniquity.Core.Tests.Violations.Sqlite;

public class SqliteTextTests
{
    private const string One = "sqlite - write users [email]";

    [Theory]
    [InlineData("Runtime error near line 3: UNIQUE constraint failed: users.email (19)", "sqlite 19 write users [email]")]
    [InlineData("Error: stepping, UNIQUE constraint failed: users.id (19)", "sqlite 19 write users [id]")]
    [InlineData("Error: near line 5: UNIQUE constraint failed: users.a, users.b", "sqlite - write users [a | b]")]
    [InlineData("Runtime error near line 9: UNIQUE constraint failed: order items.unit price (19)", "sqlite 19 write order items [unit price]")]
    [InlineData("Runtime error near line 7: UNIQUE constraint failed: index 'we''ird' (19)", "sqlite 2067 write /we'ird")]
    [InlineData("Runtime error near line 13: UNIQUE constraint failed: a.b.c.d, a.b.e, f (19)", "sqlite 19 write a.b [c.d | e, f]")]
    [InlineData("sqlite3.IntegrityError: UNIQUE constraint failed: users.email", One)]
    [InlineData("IntegrityError('UNIQUE constraint failed: users.email')", One)]
    [InlineData("django.db.utils.IntegrityError: UNIQUE constraint failed: auth_user.username", "sqlite - write auth_user [username]")]
    [InlineData("ActiveRecord::RecordNotUnique: SQLite3::ConstraintException: UNIQUE constraint failed: users.email", One)]
    [InlineData("SqliteError: UNIQUE constraint failed: users.email\n    at Statement.run (node_modules/better-sqlite3/lib/x.js:5:1) {\n  code: 'SQLITE_CONSTRAINT_UNIQUE'\n}", "sqlite 2067 write users [email]")]
    [InlineData("SqliteError: UNIQUE constraint failed: users.id\n    at Database.run {\n  errno: 1555,\n  code: \"SQLITE_CONSTRAINT_PRIMARYKEY\",\n  byteOffset: -1\n}", "sqlite 1555 write users [id]")]
    [InlineData("[Error: SQLITE_CONSTRAINT: UNIQUE constraint failed: users.email] { errno: 19, code: 'SQLITE_CONSTRAINT' }", "sqlite 19 write users [email]")]
    [InlineData("android.database.sqlite.SQLiteConstraintException: UNIQUE constraint failed: users.email (code 2067 SQLITE_CONSTRAINT_UNIQUE)", "sqlite 2067 write users [email]")]
    [InlineData("android.database.sqlite.SQLiteConstraintException: UNIQUE constraint failed: users.id (code 1555 SQLITE_CONSTRAINT_PRIMARYKEY[1555])", "sqlite 1555 write users [id]")]
    [InlineData("UNIQUE constraint failed: t_user.NO (Sqlite code 2067 SQLITE_CONSTRAINT_UNIQUE), (OS error - 2:No such file or directory)", "sqlite 2067 write t_user [NO]")]
    [InlineData("org.sqlite.SQLiteException: [SQLITE_CONSTRAINT_PRIMARYKEY] A PRIMARY KEY constraint failed (UNIQUE constraint failed: users.id)", "sqlite 1555 write users [id]")]
    [InlineData("org.sqlite.SQLiteException: [SQLITE_CONSTRAINT_UNIQUE]  A UNIQUE constraint failed (UNIQUE constraint failed: users.a, users.b)", "sqlite 2067 write users [a | b]")]
    [InlineData("SQLSTATE[23000]: Integrity constraint violation: 19 UNIQUE constraint failed: users.email", "sqlite 19 write users [email]")]
    [InlineData("constraint failed: UNIQUE constraint failed: users.email (2067)", "sqlite 2067 write users [email]")]
    [InlineData("sqlite3: constraint failed: UNIQUE constraint failed: users.id (1555)", "sqlite 1555 write users [id]")]
    [InlineData("Microsoft.Data.Sqlite.SqliteException (0x80004005): SQLite Error 19: 'UNIQUE constraint failed: users.email'.", "sqlite 19 write users [email]")]
    [InlineData("SQLite Error 19: 'UNIQUE constraint failed: index 'ix_users_lower''.", "sqlite 2067 write /ix_users_lower")]
    [InlineData("""SqliteFailure(Error { code: ConstraintViolation, extended_code: 2067 }, Some("UNIQUE constraint failed: users.email"))""", "sqlite 2067 write users [email]")]
    [InlineData("""error returned from database: (code: 2067) UNIQUE constraint failed: users.email""", "sqlite 2067 write users [email]")]
    [InlineData("D1_ERROR: UNIQUE constraint failed: users.email: SQLITE_CONSTRAINT", "sqlite 19 write users [email]")]
    [InlineData("""{"level":"Error","msg":"SQLite Error 19: \u0027UNIQUE constraint failed: users.email\u0027."}""", "sqlite 19 write users [email]")]
    [InlineData("""{"error":{"message":"UNIQUE constraint failed: users.email","code":"SQLITE_CONSTRAINT_UNIQUE"}}""", "sqlite 2067 write users [email]")]
    [InlineData("""** (Ecto.ConstraintError) constraint error: %Exqlite.Error{message: "UNIQUE constraint failed: posts.a, posts.b", statement: "INSERT"}""", "sqlite - write posts [a | b]")]
    [InlineData("<pre class=\"exception_value\">UNIQUE constraint failed: users.email</pre>", One)]
    [InlineData("Why do I get UNIQUE constraint failed: users.email when I save twice?", One)]
    public void Every_drivers_text_is_read(string text, string expected) => text.ShouldTell(expected);

    [Fact]
    public void SqlAlchemys_statement_on_the_next_line_tells_an_index_build() =>
        "(sqlite3.IntegrityError) UNIQUE constraint failed: users.email\n[SQL: CREATE UNIQUE INDEX ix ON users (email)]"
            .ShouldTell("sqlite - indexbuild users [email]");

    [Theory]
    [InlineData("Error: column email is not unique", "sqlite - write  [email]")]
    [InlineData("android.database.sqlite.SQLiteConstraintException: columns a, b are not unique (code 19)", "sqlite 19 write  [a | b]")]
    [InlineData("SQL error: PRIMARY KEY must be unique", "sqlite 1555 write ")]
    [InlineData("Error: indexed columns are not unique", "sqlite - indexbuild ")]
    [InlineData("SQLite3::ConstraintException: users.name may not be NULL", "UQ902 19")]
    public void Old_versions_are_read(string text, string expected) => text.ShouldTell(expected);

    [Theory]
    [InlineData("Runtime error near line 17: FOREIGN KEY constraint failed (19)", "UQ901 787")]
    [InlineData("sqlite3.OperationalError: foreign key constraint failed", "UQ901 787")]
    [InlineData("SQLSTATE[23000]: Integrity constraint violation: 19 FOREIGN KEY constraint failed", "UQ901 787")]
    [InlineData("SQLite Error 19: 'NOT NULL constraint failed: users.name'.", "UQ902 1299")]
    [InlineData("IntegrityError: CHECK constraint failed: age > 0", "UQ909 275")]
    [InlineData("{ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' }", "UQ901 SQLITE_CONSTRAINT_FOREIGNKEY")]
    public void Other_constraints_are_related(string text, string expected) => text.ShouldTell(expected);

    [Theory]
    [InlineData("What does UNIQUE constraint failed mean?")]
    [InlineData("why do I get FOREIGN KEY constraint failed?")]
    [InlineData("if (e.code === SQLITE_CONSTRAINT_UNIQUE) return")]
    [InlineData("The name is not unique, and values are not unique either")]
    [InlineData("that column in the report is not unique")]
    [InlineData("the constraint failed to load; SQLITE_CONSTRAINT is 19")]
    [InlineData("UNIQUE constraint failed: see the log")]
    public void Prose_is_no_violation(string text) => text.ShouldTell();

    [Fact]
    public void A_code_without_a_sentence_is_a_violation_without_names() =>
        """{"code":"SQLITE_CONSTRAINT_UNIQUE","errno":2067}""".ShouldTell("sqlite 2067 write ");

    [Fact]
    public void A_sentence_of_the_driver_without_sqlites_own_is_one_too() =>
        "Error code 2067: A UNIQUE constraint failed".ShouldTell("sqlite 2067 write ");
}
