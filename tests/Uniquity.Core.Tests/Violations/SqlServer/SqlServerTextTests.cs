namespace Uniquity.Core.Tests.Violations.SqlServer;

public class SqlServerTextTests
{
    private const string Sentence = "Violation of UNIQUE KEY constraint 'UQ_email'. Cannot insert duplicate key in object 'dbo.users'. The duplicate key value is (a@b.c).";
    private const string Read = "sqlserver 2627 write dbo.users/UQ_email [=a@b.c]";

    [Theory]
    [InlineData("Msg 2627, Level 14, State 1, Line 5\n" + Sentence + "\nThe statement has been terminated.", Read + " @2")]
    [InlineData("Microsoft.Data.SqlClient.SqlException (0x80131904): " + Sentence, Read)]
    [InlineData("com.microsoft.sqlserver.jdbc.SQLServerException: " + Sentence, Read)]
    [InlineData("[23000] [Microsoft][ODBC Driver 18 for SQL Server][SQL Server]" + Sentence + " (2627) (SQLExecDirectW)", Read)]
    [InlineData("SQLSTATE[23000]: [Microsoft][ODBC Driver 17 for SQL Server][SQL Server]" + Sentence + " (SQL: insert)", Read)]
    [InlineData("RequestError: " + Sentence, Read)]
    [InlineData("(pymssql.IntegrityError) (2627, b\"" + Sentence + "DB-Lib error message 20018\")", Read)]
    [InlineData("{\"Message\":\"" + Sentence + "\",\"Number\":2627}", Read)]
    [InlineData("<faultstring>" + Sentence + "</faultstring>", Read)]
    [InlineData("Violation of PRIMARY KEY constraint 'PK_users'. Cannot insert duplicate key in object 'shop.sales.users'. The duplicate key value is (42).", "sqlserver 2627 write shop.sales.users/PK_users [=42]")]
    [InlineData("Violation of UNIQUE KEY constraint 'UQ_1'. Cannot insert duplicate key in object 'dbo.user'.", "sqlserver 2627 write dbo.user/UQ_1")]
    [InlineData("Violation of UNIQUE KEY constraint 'UQ_2'. Cannot insert duplicate key in object 'dbo.t'. The duplicate key value is (1, x).", "sqlserver 2627 write dbo.t/UQ_2 [=1 | =x]")]
    [InlineData("Violation of UNIQUE KEY constraint 'UQ_2'. Cannot insert duplicate key in object 'dbo.t'. The duplicate key value is (<NULL>).", "sqlserver 2627 write dbo.t/UQ_2 [=null]")]
    [InlineData("Cannot insert duplicate key row in object 'dbo.users' with unique index 'IX_users_email'. The duplicate key value is (<NULL>, 7).", "sqlserver 2601 write dbo.users/IX_users_email [=null | =7]")]
    [InlineData("Cannot insert duplicate key row in object 'dbo.O'Hara' with unique index 'IX'. The duplicate key value is (f(x).y).", "sqlserver 2601 write dbo.O'Hara/IX [=f(x).y]")]
    [InlineData("The CREATE UNIQUE INDEX statement terminated because a duplicate key was found for the object name 'dbo.users' and the index name 'IX_e'. The duplicate key value is (a@b.c).", "sqlserver 1505 indexbuild dbo.users/IX_e [=a@b.c]")]
    [InlineData("Violation of UNIQUE KEY constraint 'UQ_email'. Cannot insert duplicate key in\nobject 'dbo.users'. The duplicate key\nvalue is (a@b.c).", Read)]
    [InlineData("Cannot insert duplicate key row in object &#39;dbo.users&#39; with unique index &#39;IX&#39;. The duplicate key value is (1).", "sqlserver 2601 write dbo.users/IX [=1]")]
    public void Every_shape_is_read(string text, string expected) => text.ShouldTell(expected);

    [Theory]
    [InlineData("The INSERT statement conflicted with the FOREIGN KEY constraint \"FK_o_u\".", "UQ901 547")]
    [InlineData("The DELETE statement conflicted with the REFERENCE constraint \"FK_o_u\".", "UQ901 547")]
    [InlineData("The INSERT statement conflicted with the CHECK constraint \"CK_age\".", "UQ909 547")]
    [InlineData("Cannot insert the value NULL into column 'name', table 'shop.dbo.users'", "UQ902 515")]
    [InlineData("Transaction (Process ID 52) was deadlocked on lock resources with another process and has been chosen as the deadlock victim.", "UQ906 1205")]
    public void Other_errors_are_related(string text, string expected) => text.ShouldTell(expected);

    [Theory]
    [InlineData("What does Msg 2627 mean? It is a Violation of UNIQUE KEY constraint error.")]
    [InlineData("Violation of UNIQUE KEY constraint '%.*ls'. Cannot insert duplicate key in object '%.*ls'.")]
    [InlineData("Cannot insert duplicate key row in object is error 2601")]
    public void Prose_is_no_violation(string text) => text.ShouldTell();

    [Fact]
    public void Each_message_of_a_batch_is_one() =>
        string.Join('\n', Enumerable.Range(1, 3).Select(i => Sentence.Replace("a@b.c", $"k{i}")))
            .ShouldTell(Enumerable.Range(1, 3).Select(i => Read.Replace("a@b.c", $"k{i}") + (i > 1 ? $" @{i}" : "")).ToArray());
}
