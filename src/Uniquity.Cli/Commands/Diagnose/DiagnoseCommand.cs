using Uniquity.Causes;
using Uniquity.Checking;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Inputs;
using Uniquity.Cli.Rules;
using Uniquity.Diagnosing;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.Cli.Commands.Diagnose;

/// <summary><c>uniquity diagnose</c>: takes an error to its cause, with evidence from the live database.</summary>
internal sealed class DiagnoseCommand : CliCommand
{
    private readonly DiagnoseOptions _options = new();

    /// <summary>Makes one.</summary>
    public DiagnoseCommand(CommandScope scope) : base("diagnose", "find the cause of an error in the live database", scope)
    {
        Arguments.Add(_options.Text);
        foreach (var option in _options.All) Options.Add(option);
    }

    /// <inheritdoc/>
    public override string Usage => "[TEXT | -] --db URL [--file FILE] [--on NAME --key KEY [--value VALUE | --document FILE]]";

    /// <inheritdoc/>
    public override string About =>
        "Reads the error, finds its index and the row that holds the key, and checks cause after cause; each that is named comes with "
        + "the facts that prove it, the queries that show them to anyone, and what ends it. Only reads, in a read-only session.\n"
        + "Without a text: --on and --key say what was refused. --document, --statement and --operation add what the writer knows.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "uniquity diagnose - --db postgres://app@localhost/shop < error.txt",
        "uniquity diagnose 'UNIQUE constraint failed: users.email' --db sqlite:shop.db --value anna@example.com",
        "uniquity diagnose --db postgres://app@localhost/shop --on users --key email --document refused.json --json",
    ];

    /// <inheritdoc/>
    public override string Exits => "0 a cause was named · 1 none was · 2 the call is wrong · 3 the database cannot be reached or denies access";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var rules = call.Parsed.GetValue(_options.Rules) is { } path ? RulesFile.Read(path) : [];
        var request = await RequestAsync(call, cancellationToken);

        // Before the first statement: where the call fails half-way, its log is printed all the same.
        call.Mask?.Learn(request);
        await using var open = await call.OpenAsync(cancellationToken);

        Diagnosis diagnosis;
        using (var timeline = new Timeline(call))
        {
            diagnosis = await new Diagnoser(open.Target, call.Terminal.Clock).DiagnoseAsync(request, timeline, cancellationToken);
        }

        var rule = diagnosis.Index is { } index ? await new RuleChecker(open.Target).FindAsync(rules, index, cancellationToken) : null;
        if (call.Mask is { } mask) diagnosis = mask.Hide(diagnosis);
        if (call.Format == OutputFormat.Text) DiagnoseView.Show(diagnosis, rule, call.Screen);
        else if (call.Format == OutputFormat.Json) call.JsonOutput.Document(DiagnoseJson.Of(diagnosis, rule), json => json.DiagnoseJson);
        else call.JsonOutput.Line(DiagnoseJson.Of(diagnosis, rule), json => json.DiagnoseJson);
        return diagnosis.Causes.Count > 0 ? ExitCode.Done : ExitCode.Negative;
    }

    private async ValueTask<DiagnosisRequest> RequestAsync(Call call, CancellationToken cancellationToken)
    {
        var document = call.Parsed.GetValue(_options.Document);
        return new DiagnosisRequest
        {
            Reading = await ReadingAsync(call, document == "-", cancellationToken),
            On = call.On,
            Key = call.Key,
            Value = call.Parsed.GetValue(_options.Value),
            Document = document is null ? null : await JsonDocumentInput.ReadAsync(document, call.Terminal, cancellationToken),
            Operation = _options.ReadOperation(call),
            Statement = call.Parsed.GetValue(_options.Statement),
        };
    }

    /// <summary>Reads the error: from the arguments, from --file, from standard input where that is not the document's.</summary>
    private async ValueTask<Reading> ReadingAsync(Call call, bool inputIsDocument, CancellationToken cancellationToken)
    {
        var words = call.Parsed.GetValue(_options.Text) ?? [];
        var file = call.Parsed.GetValue(_options.File);
        var named = call.On is not null || call.Key is not null;
        if (file is not null && words.Length > 0) throw new UsageException("a text or --file, not both; nearest right call: uniquity diagnose --file FILE --db URL");
        if (words is ["-"] && inputIsDocument) throw new UsageException("standard input is the text or the --document, not both");
        if (words.Length > 0 && words is not ["-"])
        {
            var text = string.Join(' ', words);
            return !named && Pages.Find(text) is { } page
                ? throw new UsageException($"{text} is the name of a page, not an error's text; nearest right call: uniquity explain {page.Id}")
                : ViolationText.Read(text);
        }

        var fromInput = words is ["-"] || (file is null && !named && !inputIsDocument && call.Terminal.InIsRedirected);
        if (file is null && !fromInput)
        {
            return named ? Reading.Empty : throw new UsageException(
                "which error? Nearest right call: uniquity diagnose - --db URL < error.txt (or --on NAME --key KEY)");
        }

        using var input = file is null ? TextInput.Standard(call.Terminal) : TextInput.File(file);
        using var progress = call.Progress("reading " + input.Name);
        var reading = await ViolationText.ReadAsync(input.Counting(progress), cancellationToken: cancellationToken);
        if (reading.Violations.Count == 0 && reading.Related.Count == 0 && !named)
        {
            call.Note($"No unique violation: {input.Heard.Words}.");
        }

        return reading;
    }
}
