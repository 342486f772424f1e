using Uniquity.Causes;
using Uniquity.Indexes;

namespace Uniquity.Sqlite.Tests.Probes;

public sealed class ExpressionIndexTests
{
    [Fact]
    public async Task A_key_that_the_error_does_not_print_is_worked_out_from_the_statement()
    {
        await using var scene = await Scene.Given("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); CREATE UNIQUE INDEX ux ON users (lower(email)); INSERT INTO users VALUES (1, 'Ann@x.com')");
        var diagnosis = await scene.Refuse("INSERT INTO users (email) VALUES ('ANN@x.com')");
        diagnosis.Index.ShouldNotBeNull().Name.ShouldBe("ux");
        diagnosis.Holder.ShouldNotBeNull().Row.ShouldNotBeNull().Text("email").ShouldBe("Ann@x.com");
        (diagnosis.Causes[0].Cause.Code, diagnosis.Causes[0].Confidence).ShouldBe(("UQ106", Confidence.Certain));
    }

    [Fact]
    public async Task The_values_of_all_columns_have_to_be_known()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (a TEXT, b INTEGER)");
        var part = new KeyPart("a || b", Expression: true);
        (await scene.Target.Facts.EvaluateAsync(await scene.Table("t"), part, Row("""{"A":"x","b":7}"""), default)).ShouldBeNull();
        (await scene.Target.Facts.EvaluateAsync(await scene.Table("t"), part, Row("""{"a":"x","b":7}"""), default))!.Value.ShouldBe("x7");
        (await scene.Target.Facts.EvaluateAsync(await scene.Table("t"), part, Row("""{"a":"x","b":null}"""), default))!.Value.ShouldBeNull();
    }

    private static Uniquity.Facts.Row Row(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return new(document.RootElement.Clone());
    }
}
