using Uniquity.Cli.Calls;
using Uniquity.Cli.Terminals;
using Uniquity.Loading;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Load;

/// <summary><c>uniquity load</c>: brings in a file that collides.</summary>
internal sealed class LoadCommand : CliCommand
{
    private readonly LoadOptions _options = new();

    /// <summary>Makes one.</summary>
    public LoadCommand(CommandScope scope) : base("load", "bring in a file whose keys collide, and tell what was refused", scope)
    {
        Arguments.Add(_options.File);
        foreach (var option in _options.All) Options.Add(option);
    }

    /// <inheritdoc/>
    public override string Usage => "FILE --db URL --into NAME [--key KEY] --on-conflict skip|update|replace|newer:COLUMN|stop";

    /// <inheritdoc/>
    public override string About =>
        "Loads CSV with a header, JSON objects per line, or a JSON array (mongoexport's too; .gz as well), a chunk in a transaction. A record whose key is taken is skipped or written over the row; one that another unique index, a constraint or a type refuses is a reject with its line and reason. Read = inserted + updated + skipped + rejected, always.\n"
        + "An empty CSV value is null, and \"\" the empty text. A load that was killed goes on with --resume: no record is loaded twice or missed.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "uniquity load users.csv --db postgres://app@localhost/shop --into users --on-conflict skip --rejects refused.ndjson",
        "uniquity load users.ndjson.gz --db postgres://app@localhost/shop --into users --key email --strip-id --on-conflict newer:updated_at",
        "mongoexport -c users | uniquity load - --format ndjson --map _id=id --db postgres://app@localhost/shop --into users --on-conflict update",
    ];

    /// <inheritdoc/>
    public override string Exits => "0 every record was taken or skipped · 1 some were rejected · 2 the call is wrong · 3 the database cannot be reached · 4 refused: nothing to resume, or the file has changed · 5 stopped part-way: --resume goes on · 130 Ctrl+C";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var typed = call.Parsed.GetValue(_options.File) ?? throw new UsageException("which file? Nearest right call: uniquity load FILE --into NAME --on-conflict skip");
        var into = call.Parsed.GetValue(_options.Into) ?? call.On ?? throw new UsageException($"into which {call.Nouns.Table}? Nearest right call: uniquity load {Shell.Quote(typed)} --into NAME --on-conflict skip");
        var policy = _options.Policy(call);
        var asked = _options.ReadBatch(call);
        var map = _options.ReadMap(call);
        var file = LoadFile.Read(typed, call.Parsed.GetValue(_options.Format));
        var resume = call.Parsed.GetValue(_options.Resume);
        var start = call.Terminal.Clock.GetTimestamp();
        var fingerprint = await file.FingerprintAsync(string.Join(' ', call.Parsed.GetValue(_options.Map) ?? []) + (call.Parsed.GetValue(_options.StripId) ? " strip" : "") + " " + call.Key, cancellationToken);

        using var progress = call.Progress($"loading into {into}");
        await using var open = await call.OpenLoaderAsync(cancellationToken);
        var loader = open.Loader;
        var batch = asked ?? loader.UsualBatch;

        // The first bytes of a pipe may let wait.
        var (reader, input) = await Task.Run(() => file.Open(call.Terminal, progress, loader.KeepsTypes), CancellationToken.None).WaitAsync(cancellationToken);
        using var opened = input;
        if (file.Format == "csv") _options.CheckMap(call, reader.Fields.Names);
        string[] fields = [.. reader.Fields.Names.Select(map)];
        if (fields.Where(field => field.Length > 0).GroupBy(field => field, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new UsageException($"two fields go into the column {twice.Key}: leave one out with --map FIELD=");
        if (call.Parsed.GetValue(_options.Create) && !resume) await CreateAsync(call, file, loader, into, fields, map, cancellationToken);
        var request = await RequestAsync(call, into, policy, cancellationToken) with { IsJson = file.Format != "csv", FieldsAreFixed = file.Format == "csv", Fingerprint = fingerprint, Source = file.Source, Batch = batch, Resume = resume };
        if (call.Parsed.GetValue(_options.Rejects) is { } beside && file.Is(beside)) throw new UsageException($"--rejects {beside} is the file that is loaded; nearest right call: --rejects refused.ndjson");
        using var rejects = new RejectFile(call.Parsed.GetValue(_options.Rejects), resume, call.Yes);
        var run = new LoadRun(reader, loader, rejects, batch, map);
        var point = await GoAsync(call, run, await loader.BeginAsync(request, fields, cancellationToken), file, progress, cancellationToken);
        progress.Dispose();
        Show(call, LoadJson.Of(request.Table.ToString(), point, rejects.Path, call.Terminal.Clock.GetElapsedTime(start)), rejects);
        return point.Rejected > 0 ? ExitCode.Negative : ExitCode.Done;
    }

    private static async Task<LoadPoint> GoAsync(Call call, LoadRun run, LoadPoint from, LoadFile file, ProgressLine progress, CancellationToken cancellationToken)
    {
        try
        {
            return await run.RunAsync(from, point => progress.Tell(Say.Count(point.Read, "record")), cancellationToken);
        }
        catch (Exception failure) when (failure is LoadStoppedException or OperationCanceledException or IOException or InvalidDataException)
        {
            var point = run.Point;
            var next = failure is InvalidDataException ? "then load the whole file, without --resume"
                : file.IsStream ? "what is piped in cannot be resumed; the same call with --on-conflict skip leaves what is in"
                : $"to go on: {(call.Parsed.GetValue<bool>("--resume") ? call.Again("").TrimEnd() : call.Again("--resume"))}";
            var words = $"{(failure is OperationCanceledException ? "stopped" : failure.Message)}; of {Say.Count(point.Read, "record")} done, {Say.Count(point.Inserted)} inserted, {Say.Count(point.Updated)} updated, {Say.Count(point.Skipped)} skipped, {Say.Count(point.Rejected)} rejected; {next}";
            throw cancellationToken.IsCancellationRequested ? new StoppedException(words, failure) : new PartWayException(words, failure);
        }
    }

    private static async Task<LoadRequest> RequestAsync(Call call, string into, ConflictPolicy policy, CancellationToken cancellationToken)
    {
        await using var open = await call.OpenAsync(cancellationToken);
        var table = await open.FindTableAsync(into, cancellationToken);
        var key = call.Key is { } typed ? await open.Target.ParseKeyAsync(table, typed, cancellationToken) : [];
        return new() { Table = table, Key = key, Indexes = await open.Target.GetUniqueIndexesAsync(table, cancellationToken), OnConflict = policy };
    }

    private static async Task CreateAsync(Call call, LoadFile file, ILoader loader, string into, string[] fields, Func<string, string> map, CancellationToken cancellationToken)
    {
        await using (var open = await call.OpenAsync(cancellationToken))
        {
            if (await open.Target.FindTableAsync(into, cancellationToken) is { } known) throw new Calls.RefusedException($"{known} is there already; without --create, its rows are loaded into it");
        }

        if (file.Format != "csv")
        {
            if (file.IsStream) throw new UsageException("the columns of JSON that is piped in are not known before it is read: make the table first, or load from a file");
            var (sample, input) = file.Open(call.Terminal, progress: null);
            using var opened = input;
            for (var left = 1000; left > 0 && sample.Next() is not null; left--) cancellationToken.ThrowIfCancellationRequested();
            fields = [.. sample.Fields.Names.Select(map)];
        }

        await loader.CreateTableAsync(into, [.. fields.Where(field => field.Length > 0)], call.Key?.Split(',', StringSplitOptions.TrimEntries) ?? [], cancellationToken);
    }

    private static void Show(Call call, LoadJson result, RejectFile rejects)
    {
        if (call.Format == OutputFormat.Json) call.JsonOutput.Document(result, json => json.LoadJson);
        else if (call.Format == OutputFormat.Ndjson) call.JsonOutput.Line(result, json => json.LoadJson);
        else LoadView.Show(result, rejects, call);
    }
}
