using System.CommandLine;
using Uniquity.Cli.Json;
using Uniquity.Cli.Masking;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Targets;

namespace Uniquity.Cli.Calls;

/// <summary>One call of a command: what the person typed, read and checked.</summary>
internal sealed class Call
{
    private readonly CommonOptions _options;
    private IScreen? _screen;

    /// <summary>Reads the options that every command takes.</summary>
    /// <exception cref="UsageException">One of them has a value that it cannot have.</exception>
    public Call(ParseResult parsed, CommonOptions options, Terminal terminal)
    {
        (Parsed, _options, Terminal) = (parsed, options, terminal);
        Color = ReadColor(parsed.GetValue(options.Color));
        Format = ReadFormat(parsed.GetValue(options.Json), parsed.GetValue(options.Ndjson));
        Timeout = ReadTimeout(parsed.GetValue(options.Timeout));
        Mask = parsed.GetValue(options.Mask) ? new Mask() : null;
    }

    /// <summary>The parsed call, for a command's own options.</summary>
    public ParseResult Parsed { get; }

    /// <summary>Where it reads and writes.</summary>
    public Terminal Terminal { get; }

    /// <summary>How results are printed.</summary>
    public OutputFormat Format { get; }

    /// <summary>When there is colour.</summary>
    public ColorMode Color { get; }

    /// <summary>The longest that one statement may run.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Hides key values; <see langword="null"/> where they are shown.</summary>
    public Mask? Mask { get; }

    /// <summary>No progress and no notes.</summary>
    public bool Quiet => Parsed.GetValue(_options.Quiet);

    /// <summary>Statements and stack traces are shown.</summary>
    public bool Verbose => Parsed.GetValue(_options.Verbose);

    /// <summary>Questions are answered with yes.</summary>
    public bool Yes => Parsed.GetValue(_options.Yes);

    /// <summary>The table or collection named.</summary>
    public string? On => Parsed.GetValue(_options.On);

    /// <summary>The key named.</summary>
    public string? Key => Parsed.GetValue(_options.Key);

    /// <summary>The database's URL: <c>--db</c>, else <c>UNIQUITY_DB</c>, else <c>DATABASE_URL</c>.</summary>
    public string? Db => Parsed.GetValue(_options.Db) ?? Set("UNIQUITY_DB") ?? Set("DATABASE_URL");

    /// <summary>Whether the person typed <c>--db</c>.</summary>
    public bool NamesDb => Parsed.GetValue(_options.Db) is not null;

    /// <summary>What the database's people call rows and tables.</summary>
    public Nouns Nouns => Nouns.OfUrl(Db);

    /// <summary>What a person sees, on standard output.</summary>
    public IScreen Screen => _screen ??= Screens.Screen.For(Terminal, Color);

    /// <summary>Prints JSON on standard output.</summary>
    public JsonOutput JsonOutput => new(Terminal.Out);

    /// <summary>Tells something beside the result, on standard error.</summary>
    public void Note(string text)
    {
        if (!Quiet) Terminal.Error.WriteLine(Safe.Line(text));
    }

    /// <summary>Prints the statements that were run, on standard error, where the person asked for them.</summary>
    public async Task TellStatementsAsync(IReadOnlyList<string> statements)
    {
        if (!Verbose) return;
        foreach (var statement in statements) await Terminal.Error.WriteLineAsync(Safe.Block(Mask?.Text(statement) ?? statement));
    }

    /// <summary>Shows how far a long step is.</summary>
    public ProgressLine Progress(string what) => new(Terminal, what, Quiet);

    /// <summary>Opens the target.</summary>
    /// <exception cref="UsageException">No database is named, or its URL is none.</exception>
    public async ValueTask<OpenTarget> OpenAsync(CancellationToken cancellationToken) =>
        new(await Composition.OpenAsync(Url, Timeout, Terminal.Variable, cancellationToken), this);

    /// <summary>Opens what repairs the target.</summary>
    /// <exception cref="UsageException">No database is named, or its URL is none.</exception>
    /// <exception cref="RefusedException">This version does not repair databases of that engine.</exception>
    public async ValueTask<OpenResolver> OpenResolverAsync(CancellationToken cancellationToken)
    {
        var (resolver, log) = await Composition.OpenResolverAsync(Url, Timeout, Terminal.Variable, cancellationToken);
        return new(resolver, log, this);
    }

    /// <summary>Opens what changes the indexes of the target.</summary>
    /// <exception cref="UsageException">No database is named, or its URL is none.</exception>
    public async ValueTask<OpenEnforcer> OpenEnforcerAsync(CancellationToken cancellationToken) =>
        new(await Composition.OpenEnforcerAsync(Url, Timeout, Terminal.Variable, cancellationToken), this);

    /// <summary>Opens what loads records into the target.</summary>
    /// <exception cref="UsageException">No database is named, or its URL is none.</exception>
    public async ValueTask<OpenLoader> OpenLoaderAsync(CancellationToken cancellationToken) =>
        new(await Composition.OpenLoaderAsync(Url, Timeout, Terminal.Variable, cancellationToken), this);

    /// <summary>Words a further call on the same database, its password hidden.</summary>
    public string Next(string words) => $"uniquity {words}{(NamesDb ? " --db " + Shell.Quote(Secrets.Hide(Db!, Db)) : "")}";

    /// <summary>Words this call again with another option.</summary>
    public string Again(string option) =>
        $"uniquity {string.Join(' ', Parsed.Tokens.Select(token => Shell.Quote(Secrets.Hide(token.Value, Db))))} {option}";

    private string Url => Db ?? throw new UsageException(
        $"which database? Nearest right call: uniquity {Parsed.CommandResult.Command.Name} --db postgres://user@host/database (or sqlite:PATH, or set UNIQUITY_DB)");

    private string? Set(string variable) => Terminal.Variable(variable) is { Length: > 0 } value ? value : null;

    private static ColorMode ReadColor(string? text) => text switch
    {
        null or "auto" => ColorMode.Auto,
        "always" => ColorMode.Always,
        "never" => ColorMode.Never,
        _ => throw new UsageException($"--color is auto, always or never, not {text}; nearest right call: --color {NearestName.Find(text, ["auto", "always", "never"]) ?? "auto"}"),
    };

    private static OutputFormat ReadFormat(bool json, bool ndjson) => (json, ndjson) switch
    {
        (true, true) => throw new UsageException("--json is one document and --ndjson one per line: choose one"),
        (true, false) => OutputFormat.Json,
        (false, true) => OutputFormat.Ndjson,
        _ => OutputFormat.Text,
    };

    private static TimeSpan ReadTimeout(string? text)
    {
        if (text is null) return CommonOptions.DefaultTimeout;
        if (DurationText.TryParse(text, out var timeout)) return timeout;
        var nearest = text.Length > 0 && text.All(char.IsAsciiDigit) ? text + "s" : "30s";
        throw new UsageException($"--timeout is a number with ms, s, m or h, not {text}; nearest right call: --timeout {nearest}");
    }
}
