namespace Uniquity.Cli.Tests.Calls;

public class WrongCallTests
{
    [Theory]
    [InlineData("explian", "uniquity: there is no command explian; nearest right call: uniquity explain")]
    [InlineData("enforc", "uniquity: there is no command enforc; nearest right call: uniquity enforce")]
    [InlineData("UQ104", "uniquity: there is no command of this name; nearest right call: uniquity explain UQ104")]
    [InlineData("ERROR:  duplicate key", "uniquity: there is no command of this name; nearest right call: uniquity explain 'ERROR:  duplicate key'")]
    [InlineData("explain|x|--jsno", "uniquity: there is no option --jsno; nearest right call: uniquity explain x --json")]
    [InlineData("duplicates|--on|users|--ky|email", "uniquity: there is no option --ky; nearest right call: uniquity duplicates --on users --key email")]
    [InlineData("duplicates|--tpo=5", "uniquity: there is no option --tpo; nearest right call: uniquity duplicates --top=5")]
    [InlineData("indexes|-json", "uniquity: there is no option -json; nearest right call: uniquity indexes --json")]
    [InlineData("indexes|--frobnicate", "uniquity: there is no option --frobnicate; nearest right call: uniquity indexes --help")]
    [InlineData("indexes|users", "uniquity: indexes takes no users; nearest right call: uniquity indexes --help")]
    [InlineData("indexes|--db", "uniquity: --db wants a value; nearest right call: --db URL")]
    [InlineData("explain|x|--color|sometimes", "uniquity: --color is auto, always or never, not sometimes; nearest right call: --color auto")]
    [InlineData("explain|x|--color|allways", "uniquity: --color is auto, always or never, not allways; nearest right call: --color always")]
    [InlineData("explain|x|--timeout|30", "uniquity: --timeout is a number with ms, s, m or h, not 30; nearest right call: --timeout 30s")]
    [InlineData("explain|x|--json|--ndjson", "uniquity: --json is one document and --ndjson one per line: choose one")]
    [InlineData("explain|x|--file|y", "uniquity: a text or --file, not both; nearest right call: uniquity explain --file FILE")]
    [InlineData("explain|--file|/no/such/file", "uniquity: the file /no/such/file cannot be read: there is no such file")]
    [InlineData("explain|--file|/tmp", "uniquity: /tmp is a folder, not a file")]
    [InlineData("diagnose|x", "uniquity: which database? Nearest right call: uniquity diagnose --db postgres://user@host/database (or sqlite:PATH, or set UNIQUITY_DB)")]
    [InlineData("diagnose", "uniquity: which error? Nearest right call: uniquity diagnose - --db URL < error.txt (or --on NAME --key KEY)")]
    [InlineData("diagnose|x|--operation|upsrt", "uniquity: --operation is one of insert, update, upsert, replace, bulk, index-build, not upsrt; nearest right call: --operation upsert")]
    [InlineData("diagnose|UQ103", "uniquity: UQ103 is the name of a page, not an error's text; nearest right call: uniquity explain UQ103")]
    [InlineData("diagnose|23505", "uniquity: 23505 is the name of a page, not an error's text; nearest right call: uniquity explain 23505")]
    [InlineData("diagnose|-|--document|-", "uniquity: standard input is the text or the --document, not both")]
    [InlineData("duplicates|--key|email", "uniquity: which table? Nearest right call: uniquity duplicates --on NAME --key KEY")]
    [InlineData("duplicates|--on|t|--key|a|--out|x.txt", "uniquity: --out writes .csv or .ndjson, not '.txt'; nearest right call: --out x.csv")]
    [InlineData("duplicates|--on|t|--out|x.csv", "uniquity: --out writes the groups of one key; nearest right call: add --key KEY")]
    [InlineData("duplicates|--on|t|--key|a|--out|/no/such/folder/x.csv", "uniquity: there is no folder /no/such/folder for --out")]
    [InlineData("indexes|--db|postgre://h/d", "uniquity: no engine has the scheme postgre:; nearest right call: --db postgres://user@host/database")]
    [InlineData("indexes|--db|sqllite:x.db", "uniquity: no engine has the scheme sqllite:; nearest right call: --db sqlite:PATH")]
    [InlineData("indexes|--db|shop.db", "uniquity: --db wants a URL: postgres://user@host/database, or sqlite:PATH for a file")]
    [InlineData("resolve", "uniquity: which table? Nearest right call: uniquity resolve --on NAME --key KEY --keep first")]
    [InlineData("resolve|--on|t", "uniquity: which key? Nearest right call: uniquity resolve --on NAME --key KEY --keep first")]
    [InlineData("resolve|--on|t|--key|a", "uniquity: which row of each group stays? Nearest right call: --keep first (or first|last|newest:F|oldest:F|largest:F|smallest:F|most-complete, or --merge fill)")]
    [InlineData("resolve|--on|t|--key|a|--keep|frist", "uniquity: --keep is one of first|last|newest:F|oldest:F|largest:F|smallest:F|most-complete, not frist; nearest right call: --keep first")]
    [InlineData("resolve|--on|t|--key|a|--keep|nwest:made", "uniquity: --keep is one of first|last|newest:F|oldest:F|largest:F|smallest:F|most-complete, not nwest:made; nearest right call: --keep newest:made")]
    [InlineData("resolve|--on|t|--key|a|--keep|newest", "uniquity: --keep newest needs the field that it compares: --keep newest:updated_at")]
    [InlineData("resolve|--on|t|--key|a|--merge|fil", "uniquity: --merge is fill or F=max|min|sum|union|longest|keep|fill, not fil; nearest right call: --merge fill")]
    [InlineData("resolve|--on|t|--key|a|--merge|n=summ", "uniquity: --merge is fill or F=max|min|sum|union|longest|keep|fill, not n=summ; nearest right call: --merge n=sum")]
    [InlineData("resolve|--on|t|--key|a|--merge|max", "uniquity: --merge max needs its field: --merge visits=max")]
    [InlineData("resolve|--on|t|--key|a|--keep|first|--children|cascade", "uniquity: --children is repoint, delete or refuse, not cascade; nearest right call: --children repoint")]
    [InlineData("resolve|--on|t|--key|a|--keep|first|--batch|0", "uniquity: --batch is a number of groups from 1, not 0; nearest right call: --batch 500")]
    [InlineData("resolve|--on|t|--key|a|--keep|first|--pause|9", "uniquity: --pause is a number with ms, s, m or h, not 9; nearest right call: --pause 200ms")]
    [InlineData("resolve|--on|t|--key|a|--keep|first|--out|plan.txt", "uniquity: --out writes a plan as .json, not '.txt'; nearest right call: --out plan.json")]
    [InlineData("resolve|--on|t|--key|a|--keep|first|--out|plan.json|--apply", "uniquity: --out writes the plan for uniquity apply, --apply does it now: choose one")]
    [InlineData("apply", "uniquity: which plan? Nearest right call: uniquity apply plan.json --db URL")]
    [InlineData("apply|/no/such/plan.json", "uniquity: the plan /no/such/plan.json cannot be read: there is no such file")]
    [InlineData("undo", "uniquity: which run? Nearest right call: uniquity runs")]
    [InlineData("resume|7f3a", "uniquity: a run is named like r-20261120-7f3a, not 7f3a; nearest right call: uniquity runs")]
    [InlineData("completion", "uniquity: for which shell? Nearest right call: uniquity completion bash")]
    [InlineData("completion|bsh", "uniquity: there is a script for bash, zsh, fish, pwsh, not bsh; nearest right call: uniquity completion bash")]
    public async Task A_wrong_call_is_answered_in_one_line_with_the_nearest_right_one(string call, string answer)
    {
        var outcome = await Running.Cli.RunAsync(call.Split('|'));

        outcome.Error.ShouldBe(answer + "\n");
        outcome.Out.ShouldBeEmpty();
        outcome.Code.ShouldBe(2);
    }

    [Fact]
    public async Task A_bare_explain_shows_its_help()
    {
        var outcome = await Running.Cli.RunAsync("explain");

        outcome.Error.ShouldContain("uniquity explain [TEXT | CODE | -]");
        outcome.Code.ShouldBe(2);
    }

    [Fact]
    public async Task After_two_dashes_everything_is_text()
    {
        var outcome = await Running.Cli.RunAsync("explain", "--", "--jsno", "--json");

        outcome.Code.ShouldBe(1);
        outcome.Out.ShouldStartWith("No unique violation: 13 bytes of text hold none.");
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("@nobody")]
    [InlineData("- a line of a list")]
    [InlineData("[brackets]")]
    public async Task Text_that_only_resembles_an_option_or_a_file_of_arguments_is_text(string text) =>
        (await Running.Cli.RunAsync("explain", text)).Code.ShouldBe(1);

    [Fact]
    public async Task A_stack_trace_is_shown_only_to_who_asks()
    {
        (await Running.Cli.RunAsync("explain", "--file", "/no/such/file")).Error.ShouldNotContain(" at ");
        (await Running.Cli.RunAsync("explain", "--file", "/no/such/file", "--verbose")).Error.ShouldContain("   at Uniquity.Cli");
    }
}
