using Uniquity.Indexes;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Indexes;

public class TableFinderTests : OnPostgreSql
{
    [PostgreSqlTheory]
    [InlineData("users", "public", "users")]
    [InlineData("Users", "public", "users")]
    [InlineData("PUBLIC.USERS", "public", "users")]
    [InlineData("\"Orders\"", "public", "Orders")]
    [InlineData("Orders", "public", "Orders")]
    [InlineData("public.\"Orders\"", "public", "Orders")]
    [InlineData("invoices", "billing", "invoices")]
    [InlineData("billing.invoices", "billing", "invoices")]
    [InlineData("mydb.billing.invoices", "billing", "invoices")]
    [InlineData("\"we\"\"ird\"", "public", "we\"ird")]
    [InlineData("we\"ird", "public", "we\"ird")]
    [InlineData("my.table", "public", "my.table")]
    [InlineData("\"my.table\"", "public", "my.table")]
    [InlineData("Größe", "public", "Größe")]
    [InlineData("two words", "public", "two words")]
    public async Task A_table_is_found_by_every_name_that_a_person_or_an_error_gives(string typed, string schema, string name)
    {
        await RunAsync("""
            CREATE SCHEMA billing; CREATE TABLE users (a int); CREATE TABLE "Orders" (a int); CREATE TABLE billing.invoices (a int);
            CREATE TABLE "we""ird" (a int); CREATE TABLE "my.table" (a int); CREATE TABLE "Größe" (a int); CREATE TABLE "two words" (a int);
            """);
        (await Target.FindTableAsync(typed, None)).ShouldBe(new TableName(schema, name));
    }

    [PostgreSqlFact]
    public async Task A_name_of_more_than_63_bytes_is_cut_as_the_server_cuts_it()
    {
        var name = new string('ä', 40);
        await RunAsync($"CREATE TABLE {name} (a int)");
        (await TableAsync(name)).Name.ShouldBe(new string('ä', 31));
    }

    [PostgreSqlFact]
    public async Task The_search_path_decides_between_schemas_and_what_it_leaves_open_is_said()
    {
        await RunAsync("CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (x int); CREATE TABLE b.t (x int)");
        var ambiguous = await Should.ThrowAsync<UsageException>(async () => await Target.FindTableAsync("t", None));
        ambiguous.Message.ShouldBe("t is ambiguous: it is in the schemas a, b. Say which: --on a.t");
        await RunAsync("CREATE TABLE public.t (x int)");
        (await TableAsync("t")).Schema.ShouldBe("public");
    }

    [PostgreSqlFact]
    public async Task A_view_is_refused_in_words_and_nothing_is_null()
    {
        await RunAsync("CREATE VIEW v AS SELECT 1 AS a");
        (await Should.ThrowAsync<UsageException>(async () => await Target.FindTableAsync("v", None))).Message
            .ShouldBe("public.v is a view, and a view has no unique index: name the table under it.");
        (await Target.FindTableAsync("nothing", None)).ShouldBeNull();
    }
}
