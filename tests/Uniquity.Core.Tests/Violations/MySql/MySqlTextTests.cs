namespace Uniquity.Core.Tests.Violations.MySql;

public class MySqlTextTests
{
    private const string New = "mysql 1062 write users/email [=a@b.c]";
    private const string Old = "mysql 1062 write /email [=a@b.c]";

    [Theory]
    [InlineData("ERROR 1062 (23000): Duplicate entry 'a@b.c' for key 'users.email'", New)]
    [InlineData("ERROR 1062 (23000) at line 7: Duplicate entry 'a@b.c' for key 'email'", Old)]
    [InlineData("ERROR 1062: Duplicate entry '127' for key 1", "mysql 1062 write /1 [=127]")]
    [InlineData("SQLSTATE[23000]: Integrity constraint violation: 1062 Duplicate entry 'a@b.c' for key 'users.email' (SQL: insert into `users` (`email`) values (a@b.c))", New)]
    [InlineData("""pymysql.err.IntegrityError: (1062, "Duplicate entry 'a@b.c' for key 'users.email'")""", New)]
    [InlineData("""django.db.utils.IntegrityError: (1062, 'Duplicate entry \'a@b.c\' for key \'users.email\'')""", New)]
    [InlineData("mysql.connector.errors.IntegrityError: 1062 (23000): Duplicate entry '3-7' for key 'order_items.PRIMARY'", "mysql 1062 write order_items/PRIMARY [=3-7]")]
    [InlineData("java.sql.SQLIntegrityConstraintViolationException: Duplicate entry 'a@b.c' for key 'users.email'", New)]
    [InlineData("could not execute statement [Duplicate entry 'a@b.c' for key 'users.email'] [insert into users (email) values (?)]", New)]
    [InlineData("Error 1062 (23000): Duplicate entry 'a@b.c' for key 'users.email'", New)]
    [InlineData("Mysql2::Error: Duplicate entry 'a@b.c' for key 'users.email'", New)]
    [InlineData("MySqlConnector.MySqlException (0x80004005): Duplicate entry 'a@b.c' for key 'users.email'", New)]
    [InlineData("(conn=12) Duplicate entry 'a@b.c' for key 'email'", Old)]
    [InlineData("""{"err":"Error 1062: Duplicate entry 'O'Brien' for key 'name'"}""", "mysql 1062 write /name [=O'Brien]")]
    [InlineData("""{"msg":"{\"err\":\"Duplicate entry 'say \\\"hi\\\"' for key 'users.email'\"}"}""", "mysql 1062 write users/email [=say \"hi\"]")]
    [InlineData("Duplicate entry '' for key 'email'", "mysql 1062 write /email [=]")]
    [InlineData("Duplicate entry 'a' for key b' for key 'users.email'", "mysql 1062 write users/email [=a' for key b]")]
    [InlineData("Duplicate entry 'two\nlines' for key 'users.note'", "mysql 1062 write users/note [=two\nlines]")]
    [InlineData("rpc error: code = AlreadyExists desc = Duplicate entry 'a@b.c' for key 'users.email' (errno 1062) (sqlstate 23000)", New)]
    [InlineData("<b>Fatal error</b>: Duplicate entry &#39;a@b.c&#39; for key &#39;users.email&#39; in <b>/var/www/x.php</b>", New)]
    [InlineData("Error: ER_DUP_ENTRY: Duplicate entry 'a@b.c' for key 'email'", Old)]
    [InlineData("{ code: 'ER_DUP_ENTRY', errno: 1062, sqlState: '23000' }", "mysql 1062 write ")]
    public void Every_drivers_text_is_read(string text, string expected) => text.ShouldTell(expected);

    [Fact]
    public void The_members_below_a_stack_are_the_same_violation() =>
        """
        Error: Duplicate entry '123' for key 'user.PRIMARY'
            at Packet.asError (/app/node_modules/mysql2/lib/packets/packet.js:738:17)
            at Socket.emit (node:events:519:28) {
          code: 'ER_DUP_ENTRY',
          errno: 1062,
          sqlState: '23000',
          sqlMessage: "Duplicate entry '123' for key 'user.PRIMARY'",
          sql: "INSERT INTO user (id) VALUES ('123')"
        }
        """.ShouldTell("mysql 1062 write user/PRIMARY [=123]");

    [Theory]
    [InlineData("ERROR 1452 (23000): Cannot add or update a child row: a foreign key constraint fails (`s`.`o`, CONSTRAINT `fk`)", "UQ901 1452")]
    [InlineData("SQLSTATE[23000]: Integrity constraint violation: 1451 Cannot delete or update a parent row: a foreign key constraint fails (`a`)", "UQ901 1451")]
    [InlineData("ERROR 1048 (23000): Column 'name' cannot be null", "UQ902 1048")]
    [InlineData("ERROR 1213 (40001): Deadlock found when trying to get lock; try restarting transaction", "UQ906 1213")]
    [InlineData("ERROR 1040 (HY000): Too many connections", "UQ907 1040")]
    public void Other_errors_are_related(string text, string expected) => text.ShouldTell(expected);

    [Theory]
    [InlineData("What does error 1062 mean?")]
    [InlineData("How to solve a Duplicate entry error in MySQL")]
    [InlineData("Message: Duplicate entry '%s' for key %d")]
    [InlineData("Duplicate entry 'a' was found in the list")]
    [InlineData("catch (e) { if (e.code == ER_DUP_ENTRY) retry(); }")]
    [InlineData("There are too many connections; Too many connections is a common error")]
    public void Prose_is_no_violation(string text) => text.ShouldTell();
}
