using Uniquity.Violations;

namespace Uniquity.Core.Tests.Violations.Mappers;

public class SequelizeTests
{
    private const string Inspected = """
        UniqueConstraintError [SequelizeUniqueConstraintError]: Validation error
            at Query.formatError (/app/node_modules/sequelize/lib/dialects/abstract/query.js:363:16) {
          name: 'SequelizeUniqueConstraintError',
          errors: [
            ValidationErrorItem {
              message: 'email must be unique',
              type: 'unique violation',
              path: 'email',
              value: 'o\'neil@example.com',
              origin: 'DB'
            }
          ],
          fields: { email: 'o\'neil@example.com', tenant_id: 7, deleted_at: null }
        }
        """;

    [Fact]
    public void The_fields_are_the_key_and_the_engine_stays_unknown() =>
        Told.Tell(ViolationText.Read(Inspected)).ShouldBe(" - write  [email=o'neil@example.com | tenant_id=7 | deleted_at=null]");

    [Theory]
    [InlineData("""{"name":"SequelizeUniqueConstraintError","errors":[{"message":"email must be unique","path":"email"}],"fields":{"email":"a@example.com"}}""", "email=a@example.com")]
    [InlineData("""{"msg":"{\"name\":\"SequelizeUniqueConstraintError\",\"fields\":{\"email\":\"a@example.com\"}}"}""", "email=a@example.com")]
    [InlineData("SequelizeUniqueConstraintError: Validation error { fields: [ 'email', 'tenant' ] }", "email,tenant")]
    [InlineData("SequelizeUniqueConstraintError: Validation error { fields: { 'users.email': 'x' } }", "email=x")]
    public void However_it_is_printed(string text, string key) => string.Join(',', ViolationText.Read(text).Violations.Single().Key
        .Select(part => part.Value is null ? part.Field : $"{part.Field}={part.Value}")).ShouldBe(key);

    [Theory]
    [InlineData("catch (e) { if (e.name === 'SequelizeUniqueConstraintError') return res.status(409) }")]
    [InlineData("SequelizeUniqueConstraintError is thrown where fields collide")]
    public void Code_and_prose_are_no_violation(string text) => ViolationText.Read(text).Violations.ShouldBeEmpty();

    [Fact]
    public void The_databases_own_sentence_is_read_by_its_own_parser() =>
        ViolationText.Read("SequelizeUniqueConstraintError: Validation error {\n  fields: { email: 'x' },\n  parent: error: duplicate key value violates unique constraint \"users_email_key\"\n}")
            .Violations.Single().Engine.ShouldBe("postgresql");

    [Fact]
    public void Two_errors_are_two() =>
        ViolationText.Read("SequelizeUniqueConstraintError: Validation error { fields: { a: '1' } }\nSequelizeUniqueConstraintError: Validation error { fields: { b: '2' } }")
            .Violations.Select(violation => violation.Key[0].Field).ShouldBe(["a", "b"]);
}
