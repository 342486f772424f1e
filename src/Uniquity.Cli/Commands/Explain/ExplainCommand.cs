using System.CommandLine;
using Uniquity.Causes;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Inputs;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.Cli.Commands.Explain;

/// <summary><c>uniquity explain</c>: reads an error, and says what it is; asks no database.</summary>
internal sealed class ExplainCommand : CliCommand
{
    private readonly Argument<string[]> _text = new("TEXT") { Arity = ArgumentArity.ZeroOrMore, HelpName = "TEXT | CODE | -" };
    private readonly Option<string?> _file = CommonOptions.Text("--file", "FILE", "read this file, of any length; logs too");

    /// <summary>Makes one.</summary>
    public ExplainCommand(CommandScope scope) : base("explain", "read an error, and say what it is", scope)
    {
        Arguments.Add(_text);
        Options.Add(_file);
    }

    /// <inheritdoc/>
    public override string Usage => "[TEXT | CODE | -] [--file FILE]";

    /// <inheritdoc/>
    public override string About =>
        "Finds every unique violation in a text: an error message, a stack trace, a log of any length. Needs no database. "
        + "What only the database can tell is left to `uniquity diagnose`.\n"
        + "A CODE prints its page: UQ104, 23505, E11000; so does a question: does ON CONFLICT lock the table.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "uniquity explain 'duplicate key value violates unique constraint \"users_email_key\"'",
        "uniquity explain --file /var/log/postgresql/postgresql-15-main.log",
        "docker logs api 2>&1 | uniquity explain - --json",
        "uniquity explain UQ104",
    ];

    /// <inheritdoc/>
    public override string Exits => "0 a violation was read, or a page shown · 1 the text holds none (only other errors, or nothing) · 2 the call is wrong";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var words = call.Parsed.GetValue(_text) ?? [];
        var file = call.Parsed.GetValue(_file);
        if (file is not null && words.Length > 0)
        {
            throw new UsageException("a text or --file, not both; nearest right call: uniquity explain --file FILE");
        }

        if (file is null && words.Length == 0 && !call.Terminal.InIsRedirected)
        {
            HelpPage.Show(this, new Screens.PlainScreen(call.Terminal.Error));
            return ExitCode.WrongCall;
        }

        if (call.NamesDb) call.Note("explain asks no database; to ask it: uniquity diagnose");
        if (file is null && words.Length > 0 && words is not ["-"])
        {
            return ExplainText(call, string.Join(' ', words));
        }

        using var input = file is null ? TextInput.Standard(call.Terminal) : TextInput.File(file);
        return await ExplainInputAsync(call, input, cancellationToken);
    }

    private static ExitCode ExplainText(Call call, string text)
    {
        if (Pages.Find(text) is { } page) return Show(call, page);
        if (IsCauseCode(text))
        {
            var nearest = NearestName.Find(text, CauseCatalogue.All.Select(cause => cause.Code)) ?? CauseCatalogue.All[0].Code;
            throw new UsageException($"there is no cause {text}; nearest right call: uniquity explain {nearest}");
        }

        var reading = ViolationText.Read(text);
        var isQuestion = reading.Violations.Count == 0 && reading.Related.Count == 0;
        if (isQuestion && Pages.Answer(text) is { } answer) return Show(call, answer);
        return Show(call, reading, Heard.Of(text));
    }

    private static bool IsCauseCode(string text) =>
        text.Length > 2 && text.StartsWith("UQ", StringComparison.OrdinalIgnoreCase) && !text.AsSpan(2).ContainsAnyExceptInRange('0', '9');

    private static async Task<ExitCode> ExplainInputAsync(Call call, TextInput input, CancellationToken cancellationToken)
    {
        Reading reading;
        using (var progress = call.Progress("reading " + input.Name))
        {
            reading = await ViolationText.ReadAsync(input.Counting(progress), cancellationToken: cancellationToken);
        }

        return Show(call, reading, input.Heard);
    }

    private static ExitCode Show(Call call, Page page)
    {
        if (call.Format == OutputFormat.Text) PageView.Show(page, call.Screen);
        else Print(call, ExplainJson.Of(page));
        return ExitCode.Done;
    }

    private static ExitCode Show(Call call, Reading reading, Heard heard)
    {
        var causes = PossibleCauses.Of(reading);
        if (call.Mask is { } mask) (reading, causes) = (mask.Hide(reading), [.. causes.Select(cause => cause with { Named = mask.Hide(cause.Named) })]);
        if (call.Format == OutputFormat.Text) ExplainView.Show(reading, causes, heard, call.Screen);
        else Print(call, ExplainJson.Of(reading, causes));
        return reading.Violations.Count > 0 ? ExitCode.Done : ExitCode.Negative;
    }

    private static void Print(Call call, ExplainJson document)
    {
        if (call.Format == OutputFormat.Json) call.JsonOutput.Document(document, json => json.ExplainJson);
        else call.JsonOutput.Line(document, json => json.ExplainJson);
    }
}
