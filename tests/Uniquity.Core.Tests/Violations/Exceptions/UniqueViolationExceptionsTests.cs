using Microsoft.Data.SqlClient;
using MongoDB.Driver;
using MySqlConnector;
using Some.Odbc;
using Uniquity.Violations;

namespace Uniquity.Core.Tests.Violations.Exceptions;

/// <summary>Drivers that these tests do not have, by their shape; Npgsql and SQLite stand with their adapters, on real servers.</summary>
public class UniqueViolationExceptionsTests
{
    private const string MongoMessage = "E11000 duplicate key error collection: shop.users index: email_1 dup key: { email: \"a@example.com\" }";

    [Fact]
    public void A_write_error_of_MongoDBs_driver_is_read()
    {
        new MongoWriteException(new(ServerErrorCategory.DuplicateKey, 11000, MongoMessage)).TryGetUniqueViolation(out var violation).ShouldBeTrue();

        violation.Engine.ShouldBe("mongodb");
        violation.Code.ShouldBe("11000");
        violation.Database.ShouldBe("shop");
        violation.Table.ShouldBe("users");
        violation.Index.ShouldBe("email_1");
        violation.Key.ShouldBe([new KeyValue("email", "a@example.com")]);
    }

    [Fact]
    public void A_write_error_with_another_code_is_none_whatever_it_says() =>
        new MongoWriteException(new(ServerErrorCategory.Uncategorized, 121, "Document failed validation: " + MongoMessage)).TryGetUniqueViolation(out _).ShouldBeFalse();

    [Fact]
    public void A_write_exception_without_a_write_error_is_none() => new MongoWriteException(null).TryGetUniqueViolation(out _).ShouldBeFalse();

    [Fact]
    public void A_bulk_write_gives_each_document_that_was_refused()
    {
        var exception = new MongoBulkWriteException<string>(
        [
            new(0, 11000, MongoMessage), new(4, 121, "Document failed validation"), new(7, 11000, MongoMessage.Replace("a@", "b@", StringComparison.Ordinal)),
        ]);

        exception.GetUniqueViolations().Select(violation => violation.Key.Single().Value).ShouldBe(["a@example.com", "b@example.com"]);
        exception.TryGetUniqueViolation(out var first).ShouldBeTrue();
        first.Key.Single().Value.ShouldBe("a@example.com");
    }

    [Fact]
    public void A_bulk_write_of_the_client_gives_them_by_their_position() =>
        new ClientBulkWriteException(new Dictionary<int, WriteError> { [3] = new(ServerErrorCategory.DuplicateKey, 11000, MongoMessage) })
            .GetUniqueViolations().Single().Index.ShouldBe("email_1");

    [Fact]
    public void A_command_that_was_refused_is_read_from_its_reply_where_the_message_says_less()
    {
        const string Reply = """{ "ok" : 0.0, "errmsg" : "E11000 duplicate key error collection: shop.users index: email_1 dup key: { email: \"a@example.com\" }", "code" : 11000, "codeName" : "DuplicateKey", "keyPattern" : { "email" : 1 }, "keyValue" : { "email" : "a@example.com" } }""";
        new MongoCommandException(11000, "Command findAndModify failed: duplicate key.", Reply).TryGetUniqueViolation(out var violation).ShouldBeTrue();

        violation.Key.Single().Field.ShouldBe("email");
    }

    [Theory]
    [InlineData(2627, "Violation of UNIQUE KEY constraint 'UQ_email'. Cannot insert duplicate key in object 'dbo.users'. The duplicate key value is (a@example.com).", "UQ_email")]
    [InlineData(2601, "Cannot insert duplicate key row in object 'dbo.users' with unique index 'UX_email'. The duplicate key value is (a@example.com).", "UX_email")]
    [InlineData(2627, "Verletzung der UNIQUE KEY-Einschränkung.", null)]
    public void SqlClients_number_decides_and_the_message_adds_names(int number, string message, string? index)
    {
        new SqlException(number, message).TryGetUniqueViolation(out var violation).ShouldBeTrue();

        violation.Engine.ShouldBe("sqlserver");
        violation.Index.ShouldBe(index);
    }

    [Fact]
    public void A_message_alone_is_never_a_violation()
    {
        new SqlException(547, "Violation of UNIQUE KEY constraint 'UQ_email'.").TryGetUniqueViolation(out _).ShouldBeFalse();
        new InvalidOperationException(MongoMessage).TryGetUniqueViolation(out _).ShouldBeFalse();
    }

    [Fact]
    public void MySqls_1062_is_read()
    {
        new MySqlException(1062, "Duplicate entry 'a@example.com' for key 'users.email'").TryGetUniqueViolation(out var violation).ShouldBeTrue();

        violation.Engine.ShouldBe("mysql");
        violation.Index.ShouldBe("email");
        violation.Table.ShouldBe("users");
    }

    [Fact]
    public void Any_driver_that_passes_SQLSTATE_on_is_known()
    {
        new OdbcLikeException("23505", "something in its own words").TryGetUniqueViolation(out var violation).ShouldBeTrue();
        new OdbcLikeException("23503", "something in its own words").TryGetUniqueViolation(out _).ShouldBeFalse();

        violation.Code.ShouldBe("23505");
        violation.Engine.ShouldBeNull();
    }

    [Fact]
    public void Wrapping_exceptions_are_looked_through()
    {
        var inner = new MySqlException(1062, "Duplicate entry 'x' for key 'users.email'");
        var wrapped = new InvalidOperationException("saving failed", new AggregateException(new TimeoutException(), new InvalidOperationException("more", inner)));

        wrapped.TryGetUniqueViolation(out var violation).ShouldBeTrue();
        violation.Index.ShouldBe("email");
        wrapped.GetUniqueViolations().Count().ShouldBe(1);
        wrapped.IsUniqueViolation("email").ShouldBeTrue();
        wrapped.IsUniqueViolation("other").ShouldBeFalse();
    }

    [Fact]
    public void Nothing_is_found_in_nothing()
    {
        ((Exception?)null).TryGetUniqueViolation(out _).ShouldBeFalse();
        new AggregateException().TryGetUniqueViolation(out _).ShouldBeFalse();
        ((Exception?)null).GetUniqueViolations().ShouldBeEmpty();
    }

    [Fact]
    public void A_violation_prints_names_and_never_a_value()
    {
        new MongoWriteException(new(ServerErrorCategory.DuplicateKey, 11000, MongoMessage)).TryGetUniqueViolation(out var violation).ShouldBeTrue();

        violation.ToString().ShouldBe("mongodb 11000: duplicate key in email_1 of users (email)");
        violation.Key[0].ToString().ShouldBe("email");
    }
}
