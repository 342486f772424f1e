namespace Uniquity.Violations.PostgreSql;

/// <summary>PostgreSQL joins the values of a key with a comma and escapes nothing: the rules for parting them again.</summary>
public sealed class KeyValuesTests
{
    [Theory]
    [InlineData("a, b", "1, 2", "1|2")]
    [InlineData("a, b", ", ", "|")]
    [InlineData("name, n", "Smith, John, 7", "Smith, John|7")]
    [InlineData("n, name", "7, Smith, John", "7|Smith, John")]
    [InlineData("tenant_id, label", "550e8400-e29b-41d4-a716-446655440000, a, b", "550e8400-e29b-41d4-a716-446655440000|a, b")]
    [InlineData("title, created_at", "Eats, Shoots, Leaves, 2024-01-15 10:00:00+00", "Eats, Shoots, Leaves|2024-01-15 10:00:00+00")]
    [InlineData("id, title, author_id", "7, Hello, World, 9", "7|Hello, World|9")]
    [InlineData("doc, id", "{\"a\": 1, \"b\": [1, 2]}, 7", "{\"a\": 1, \"b\": [1, 2]}|7")]
    [InlineData("address, ok", "(\"Main St, 1\",Paris), t", "(\"Main St, 1\",Paris)|t")]
    [InlineData("code, name", "A1, Smith, John", "A1|Smith, John")]
    [InlineData("x, y", "a, b, c", "a, b|c")]
    public void Values_go_to_the_fields_that_they_fit(string fields, string values, string expected)
        => string.Join('|', KeyValues.Split(values, Fields(fields))).ShouldBe(expected);

    [Theory]
    [InlineData("email", "email")]
    [InlineData("\"MemberCode\", id", "MemberCode|id")]
    [InlineData("\"a,b\", \"c\"\"d\"", "a,b|c\"d")]
    [InlineData("lower((email)::text), tenant_id", "lower((email)::text)|tenant_id")]
    [InlineData("COALESCE(email, '('::text), (n + 1)", "COALESCE(email, '('::text)|(n + 1)")]
    [InlineData("(\"a\" || \"b\")", "(\"a\" || \"b\")")]
    [InlineData("\"a\" || \"b\"", "\"a\" || \"b\"")]
    public void Fields_are_parted_at_their_own_commas(string fields, string expected)
        => string.Join('|', Fields(fields)).ShouldBe(expected);

    [Theory]
    [InlineData("a, b", "1, 2", "")]
    [InlineData("a", "1, 2", "")]
    [InlineData("a, b", "x, y, z", "x|y, z")]
    [InlineData("a, b", "w, x, y, z", "w|x, y, z;w, x|y, z")]
    [InlineData("id, name, n", "7, Smith, John, 9", "7|Smith|John, 9;7, Smith|John|9")]
    [InlineData("a, b", "null, null, null", "null|null, null")]
    public void Every_other_way_to_part_them_is_told(string fields, string values, string expected)
        => string.Join(';', KeyValues.Others(values, Fields(fields)).Select(way => string.Join('|', way))).ShouldBe(expected);

    [Fact]
    public void Of_very_many_ways_the_best_are_told()
        => KeyValues.Others(string.Join(", ", Enumerable.Range(0, 250).Select(n => $"v{n}")), Fields("a, b, c, d")).Count.ShouldBe(63);

    private static List<string> Fields(string fields)
    {
        var parts = new List<string>();
        KeyFields.Split(fields, parts);
        return parts;
    }
}
