using FsCheck;
using FsCheck.Fluent;
using Uniquity.Violations;
using Uniquity.Violations.Escapes;

namespace Uniquity.Core.Tests.Violations.Escapes;

public class PeeledTextTests
{
    private const string Anchor = "duplicate key value";
    private const string Message = "duplicate key value violates unique constraint \"users_email_key\"\nDETAIL:  Key (email)=(o'hara \\ \"x\") already exists.";

    [Fact]
    public void Plain_text_is_the_windows_own()
    {
        var text = "ERROR:  " + Message;
        using var peeled = PeeledText.From(Window(text));
        peeled.Depth.ShouldBe(0);
        peeled.Text.ToString().ShouldBe(text);
        peeled.At.ShouldBe(8);
        peeled.ToRaw(5).ShouldBe(5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Json_inside_json_is_peeled_to_the_message(int depth)
    {
        var text = Message;
        for (var i = 0; i < depth; i++) text = $$"""{"level":"error","message":"{{Json(text)}}","code":"23505"}""";
        Peel(text).ShouldBe((Message, depth));
    }

    [Theory]
    [InlineData("""psycopg2.errors.UniqueViolation('duplicate key value violates unique constraint "u"\nDETAIL:  Key (a)=(b) already exists.\n')""")]
    [InlineData("""("duplicate key value violates unique constraint \"u\"\nDETAIL:  Key (a)=(b) already exists.\n",)""")]
    [InlineData("""[b'duplicate key value violates unique constraint "u"\nDETAIL:  Key (a)=(b) already exists.\n']""")]
    [InlineData("""{"err":"IntegrityError('duplicate key value violates unique constraint \"u\"\\nDETAIL:  Key (a)=(b) already exists.\\n')"}""")]
    [InlineData("""{ detail: `duplicate key value violates unique constraint "u"\nDETAIL:  Key (a)=(b) already exists.\n` }""")]
    public void A_repr_ends_with_its_quote(string text) =>
        Peel(text).Text.ShouldBe("duplicate key value violates unique constraint \"u\"\nDETAIL:  Key (a)=(b) already exists.\n");

    [Fact]
    public void A_literal_line_break_without_quotes_around_is_one()
    {
        var text = """t=1 err=duplicate key value violates unique constraint "u"\nDETAIL:  Key (a)=(b) already exists.""" + "\nt=2";
        Peel(text).Text.ShouldBe("t=1 err=duplicate key value violates unique constraint \"u\"\nDETAIL:  Key (a)=(b) already exists.");
    }

    [Theory]
    [InlineData("throw new Error(\"duplicate key value violates \" +\n    \"unique constraint \\\"u\\\"\");")]
    [InlineData("raise Error(\"duplicate key value violates\"\n            \" unique constraint \\\"u\\\"\")")]
    [InlineData("$m = 'duplicate key value violates ' .\n  'unique constraint \"u\"';")]
    [InlineData("#define M \"duplicate key value violates \" \\\n  \"unique constraint \\\"u\\\"\"")]
    public void Pieces_of_source_code_are_joined(string text) =>
        Peel(text).Text.ShouldBe("duplicate key value violates unique constraint \"u\"");

    [Fact]
    public void Lines_that_are_quoted_each_are_not_joined() =>
        Peel("\"duplicate key value 1\"\n\"duplicate key value 2\"").Text.ShouldBe("duplicate key value 1");

    [Fact]
    public void Html_is_peeled_to_the_end_of_its_element() =>
        Peel("<pre>duplicate key value violates unique constraint &quot;a&amp;b&#39;&#x3c;&quot;<br/>DETAIL:  Key</pre><p>").Text
            .ShouldBe("<pre>duplicate key value violates unique constraint \"a&b'<\"\nDETAIL:  Key");

    [Fact]
    public void Html_escaped_twice_inside_json_is_three_layers() =>
        Peel("""{"body":"duplicate key value \u0022u\u0022 &amp;lt;b"}""").ShouldBe(("duplicate key value \"u\" <b", 3));

    [Fact]
    public void A_field_of_a_csv_file_is_peeled() =>
        Peel(""""2026-11-20,"app","duplicate key value violates unique constraint ""users_email_key""","Key (a)=(b)",,"""")
            .ShouldBe(("duplicate key value violates unique constraint \"users_email_key\"", 1));

    [Theory]
    [InlineData("""dup "x" duplicate key value { a: "say \"hi\"", b: "c" }""")]
    [InlineData("""duplicate key value { a: "c:\new\Rest" }""")]
    [InlineData("it's a duplicate key value 'a' for 'b'")]
    [InlineData("INSERT INTO t VALUES ('x', ''): duplicate key value '' for key 'b'")]
    [InlineData("msg \"duplicate key value violates unique constraint \"u\"\"")]
    [InlineData("duplicate key value violates unique constraint \"u\"\nDETAIL:  Key (a)=(C:\\nX) already exists.")]
    public void Quotes_and_backslashes_of_the_message_itself_stay(string text) => Peel(text).ShouldBe((text, 0));

    [Theory]
    [InlineData("\\u00e9\\t\\/\\x41\\u{1F600}\\U0001F600", "\u00e9\t/A😀😀")]
    [InlineData("\\q\\u12\\xzz\\u{zz}", "\\q\\u12\\xzz\\u{zz}")]
    public void Escapes_of_every_language_are_read_and_others_left(string escaped, string expected) =>
        Peel($"\"duplicate key value {escaped}\"").Text.ShouldBe("duplicate key value " + expected);

    [Fact]
    public void A_member_of_the_object_can_be_read_one_layer_up()
    {
        var text = $$"""{"line":"{{Json($$"""{"message":"{{Json(Message)}}","code":"23505"}""")}}"}""";
        using var message = PeeledText.From(Window(text));
        using var holder = PeeledText.From(Window(text), message.Depth - 1);
        holder.Text.ToString().ShouldBe($$"""{"message":"{{Json(Message)}}","code":"23505"}""");
        holder.Text[holder.At..].StartsWith(Anchor).ShouldBeTrue();
    }

    [Fact]
    public void Every_index_maps_back_to_where_it_came_from()
    {
        var text = $$"""{"message":"{{Json(Message)}}"}""";
        using var peeled = PeeledText.From(Window(text));
        text[peeled.ToRaw(peeled.Text.IndexOf("users_email_key"))..].ShouldStartWith("users_email_key\\\"");
        text[peeled.ToRaw(peeled.Text.IndexOf("DETAIL"))..].ShouldStartWith("DETAIL:");
        text[peeled.ToRaw(peeled.Text.Length)..].ShouldBe("\"}");
    }

    [Fact]
    public void What_is_escaped_any_number_of_times_is_peeled_to_the_same() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(), Gen.Choose(1, 5).ToArbitrary(), (value, depth) =>
        {
            // A value that itself looks escaped (C:\new, &lt;) cannot be told from one that is.
            var message = $"{Anchor} \"u\" ({value.Get.Replace("\\", "\\ ").Replace("&", "& ")}).";
            var text = message;
            for (var i = 0; i < depth; i++) text = $"{{\"m\":\"{Json(text)}\"}}";
            Peel(text).ShouldBe((message, depth));
        }).Check(SameEveryRun.Config);

    [Fact]
    public void Any_text_is_peeled_without_an_exception_and_maps_into_the_window() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements("\"", "'", "\\", "`", "&quot;", "&", "\n", "\\u00", "n", " + ", ",", "{", Anchor, "</", "<br>", "x")).ToArbitrary(), parts =>
        {
            var text = string.Concat(parts) + Anchor + string.Concat(parts);
            using var peeled = PeeledText.From(new TextWindow(text, string.Concat(parts).Length, Anchor));
            peeled.Text[peeled.At..].StartsWith(Anchor).ShouldBeTrue();
            var last = -1;
            for (var i = 0; i <= peeled.Text.Length; i++)
            {
                peeled.ToRaw(i).ShouldBeInRange(last, text.Length);
                last = peeled.ToRaw(i);
            }
        }).Check(SameEveryRun.Config);

    private static TextWindow Window(string text) => new(text, text.IndexOf(Anchor, StringComparison.Ordinal), Anchor);

    private static (string Text, int Depth) Peel(string text)
    {
        using var peeled = PeeledText.From(Window(text));
        peeled.Text[peeled.At..].StartsWith(Anchor).ShouldBeTrue();
        return (peeled.Text.ToString(), peeled.Depth);
    }

    private static string Json(string text) => System.Text.Json.JsonEncodedText.Encode(
        text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
