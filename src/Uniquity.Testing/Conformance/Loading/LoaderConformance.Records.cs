using System.Text.Json;
using Shouldly;
using Uniquity.Targets;
using Xunit;

namespace Uniquity.Testing.Conformance.Loading;

/// <summary>What files hold, and what becomes of what cannot be taken.</summary>
public abstract partial class LoaderConformance
{
    [ConformanceFact]
    public async Task The_hard_cases_of_csv_arrive_as_they_stand()
    {
        await Database.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, a text, b text)");

        var (point, _) = await LoadAsync(new("\uFEFFid,a,b\r\n1,\"q\"\"q\",\"x,y\"\r\n2,\"line\nline\",\"\"\r\n3,,5\" disk\n\n4,' ; --,größe 🚀"));

        Sums(point).ShouldBe("4 0 0 0");
        (await AskAsync("SELECT id FROM t WHERE id = 1 AND a = 'q\"q' AND b = 'x,y' OR id = 2 AND a LIKE 'line_line' AND b = '' OR id = 3 AND a IS NULL AND b = '5\" disk' OR id = 4 AND a = ''' ; --' AND b = 'größe 🚀' ORDER BY id")).ShouldBe("1\n2\n3\n4");
    }

    [ConformanceFact]
    public async Task What_is_no_record_is_a_reject_and_the_rest_goes_in()
    {
        await Database.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, a text NOT NULL, b integer CHECK (b > 0))");

        var (point, rejects) = await LoadAsync(new("id,a,b\n1,x,1\n2,x\n3,x,1,1\n4,\"x\"y,1\n5,,1\n6,x,0\n7,x,1\n8,\"cut,1\n"));

        Sums(point).ShouldBe("2 0 0 6");
        rejects.Select(reject => $"{reject.Line} {reject.Reason}").ShouldBe(["3 record", "4 record", "5 record", "6 null", "7 check", "9 record"]);
        (await AskAsync("SELECT id FROM t ORDER BY id")).ShouldBe("1\n7");
    }

    [ConformanceFact]
    public async Task Lines_of_json_may_each_have_fields_of_their_own()
    {
        await Database.ExecuteAsync(Plain);

        var (point, rejects) = await LoadAsync(new("""
            {"id":10,"name":"a"}
            {"name":"b","id":11,"note":"n"}
            {"id":12,"nobody":1}
            [1]
            {"id":13,"name":
            {"id":14,"name":null,"seen":7}
            {}
            {"id":"15","name":true}
            """) { Format = "ndjson" });

        Sums(point).ShouldBe("4 0 0 4");
        rejects.Select(reject => reject.Line).ShouldBe([3, 4, 5, 7]);
        rejects.ShouldAllBe(reject => reject.Reason == "record");
        (await AskAsync("SELECT id, name, seen, note FROM t WHERE id > 9 ORDER BY id")).ShouldBe("10|a||none\n11|b||n\n14||7|none\n15|true||none");
    }

    [ConformanceFact]
    public async Task Two_fields_may_share_a_column_and_a_record_with_both_is_a_reject()
    {
        await Database.ExecuteAsync(Plain);

        var (point, rejects) = await LoadAsync(new("""
            {"_id":10,"name":"a"}
            {"id":11,"name":"b"}
            {"_id":12,"id":12,"name":"c"}
            {"id":10,"name":"d"}
            """) { Format = "ndjson", OnConflict = "update", Map = name => name == "_id" ? "id" : name });

        Sums(point).ShouldBe("2 1 0 1");
        rejects.Select(reject => $"{reject.Line} {reject.Reason}: {reject.Detail}").ShouldBe(["3 record: two of its fields go into the column id"]);
        (await AskAsync("SELECT id, name FROM t WHERE id > 9 ORDER BY id")).ShouldBe("10|d\n11|b");
    }

    [ConformanceFact]
    public async Task An_array_of_mongoexport_arrives()
    {
        await Database.ExecuteAsync("CREATE TABLE t (_id text PRIMARY KEY, n integer, at text, doc text)");

        var (point, rejects) = await LoadAsync(new("""
            [{"_id":{"$oid":"507f1f77bcf86cd799439011"},"n":{"$numberLong":"42"},"at":{"$date":"2026-01-01T00:00:00Z"},"doc":{"a":[1,2]}},
             {"_id":{"$oid":"507f1f77bcf86cd799439011"},"n":1}, {"_id":"cut","n":
            """) { Format = "json" });

        Sums(point).ShouldBe("1 0 1 1");
        rejects[0].Detail.ShouldBe("the file ends inside it");
        (await AskAsync("SELECT _id, n, at, doc FROM t")).ShouldBe("507f1f77bcf86cd799439011|42|2026-01-01T00:00:00Z|{\"a\":[1,2]}");
    }

    [ConformanceTheory]
    [InlineData("id,name\n", "csv")]
    [InlineData("id,name", "csv")]
    [InlineData("", "ndjson")]
    [InlineData("[]", "json")]
    public async Task A_file_without_records_loads_nothing(string text, string format)
    {
        await Database.ExecuteAsync(Plain);

        Sums((await LoadAsync(new(text) { Format = format })).Point).ShouldBe("0 0 0 0");
    }

    [ConformanceFact]
    public async Task An_empty_csv_has_no_header()
    {
        await Database.ExecuteAsync(Plain);

        (await Should.ThrowAsync<UsageException>(() => LoadAsync(new("")))).Message.ShouldContain("the file is empty");
    }

    [ConformanceFact]
    public async Task A_header_with_an_unknown_column_is_refused_with_the_nearest()
    {
        await Database.ExecuteAsync(Plain);

        (await Should.ThrowAsync<UsageException>(LoadAsync(new("id,nane\n1,a\n")))).Message.ShouldContain("--map nane=name");
    }

    [ConformanceFact]
    public async Task A_table_is_made_of_text_columns()
    {
        await using (var loader = await Database.OpenLoaderAsync())
        {
            await loader.CreateTableAsync("t", ["id", "the \"name\""], ["id"], CancellationToken.None);
        }

        var (point, rejects) = await LoadAsync(new("id,\"the \"\"name\"\"\"\n007,a\n7,b\n007,c\n,d\n") { OnConflict = "update" });

        Sums(point).ShouldBe("2 1 0 1");
        rejects[0].Reason.ShouldBe("null");
        (await AskAsync("SELECT * FROM t ORDER BY id")).ShouldBe("007|c\n7|b");
    }

    [ConformanceFact]
    public async Task A_reference_to_nothing_is_a_reject()
    {
        await Database.ExecuteAsync("CREATE TABLE p (id integer PRIMARY KEY); INSERT INTO p VALUES (1); CREATE TABLE t (id integer PRIMARY KEY, p_id integer REFERENCES p (id))");

        var (point, rejects) = await LoadAsync(new("id,p_id\n1,1\n2,2\n3,\n"));

        Sums(point).ShouldBe("2 0 0 1");
        rejects[0].Reason.ShouldBe("reference");
    }

    [ConformanceFact]
    public async Task A_reference_may_be_closed_later_in_the_file()
    {
        await Database.ExecuteAsync("CREATE TABLE t (id integer PRIMARY KEY, up integer REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)");

        var (point, rejects) = await LoadAsync(new("id,up\n1,\n2,1\n3,99\n"));

        Sums(point).ShouldBe("2 0 0 1");
        rejects[0].Line.ShouldBe(4);
        JsonSerializer.Serialize(rejects[0].Reason).ShouldBe("\"reference\"");
    }
}
