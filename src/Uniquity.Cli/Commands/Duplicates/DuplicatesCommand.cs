using Uniquity.Cli.Calls;
using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary><c>uniquity duplicates</c>: counts, lists and exports the rows that share a key.</summary>
internal sealed class DuplicatesCommand : CliCommand
{
    private readonly DuplicatesOptions _options = new();

    /// <summary>Makes one.</summary>
    public DuplicatesCommand(CommandScope scope) : base("duplicates", "find the rows that share a key", scope)
    {
        foreach (var option in _options.All) Options.Add(option);
    }

    /// <inheritdoc/>
    public override string Usage => "--db URL --on NAME [--key KEY] [--where FILTER] [--fold WHAT] [--out FILE]";

    /// <inheritdoc/>
    public override string About =>
        "Counts the duplicate groups of a key that an index has, or that you want one to have, in one statement that the database runs.\n"
        + "Without --key: every unique index of the table, and whether the data obeys it.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "uniquity duplicates --db sqlite:shop.db --on users --key email",
        "uniquity duplicates --db postgres://app@localhost/shop --on users --key 'tenant_id,lower(email)' --where 'deleted_at is null'",
        "uniquity duplicates --db sqlite:shop.db --on users --key email --fold case,space --out duplicates.csv",
    ];

    /// <inheritdoc/>
    public override string Exits => "0 no duplicates · 1 duplicates found · 2 the call is wrong · 3 the database cannot be reached · 4 the file is there and --yes is not";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var on = call.On ?? throw new UsageException($"which {call.Nouns.Table}? Nearest right call: uniquity duplicates --on NAME --key KEY");
        var export = call.Parsed.GetValue(_options.Out) is { } path ? GroupFile.Check(path, call.Yes) : null;
        if (call.Key is null && export is not null) throw new UsageException("--out writes the groups of one key; nearest right call: add --key KEY");

        await using var open = await call.OpenAsync(cancellationToken);
        var table = await open.FindTableAsync(on, cancellationToken);
        if (call.Key is null) return await CheckIndexesAsync(call, open.Target, table, cancellationToken);

        var query = _options.Query(call, table, await open.Target.ParseKeyAsync(table, call.Key, cancellationToken));
        return call.Format == OutputFormat.Ndjson && export is null
            ? await StreamAsync(call, open.Target, query, cancellationToken)
            : await CountAsync(call, open.Target, query, export, cancellationToken);
    }

    private static async Task<ExitCode> CountAsync(Call call, ITarget target, DuplicateQuery query, GroupFile? export, CancellationToken cancellationToken)
    {
        var start = call.Terminal.Clock.GetTimestamp();
        var report = export is null ? await CountAsync(call, target, query, cancellationToken) : await export.WriteAsync(call, target.Duplicates, query, cancellationToken);
        var elapsed = call.Terminal.Clock.GetElapsedTime(start);
        if (call.Mask is { } mask) report = mask.Hide(report);
        if (call.Format == OutputFormat.Text) DuplicatesView.Show(report, query, export, elapsed, call.Nouns, call.Screen);
        else if (call.Format == OutputFormat.Json) call.JsonOutput.Document(DuplicatesJson.Of(report, export?.Path, elapsed), json => json.DuplicatesJson);
        else call.JsonOutput.Line(DuplicatesJson.Of(report, export?.Path, elapsed), json => json.DuplicatesJson);
        return report.Groups > 0 ? ExitCode.Negative : ExitCode.Done;
    }

    private static async Task<ExitCode> StreamAsync(Call call, ITarget target, DuplicateQuery query, CancellationToken cancellationToken)
    {
        var found = ExitCode.Done;
        using var output = new JsonGroups(call.Terminal.Out);
        await foreach (var group in target.Duplicates.ListAsync(query, cancellationToken))
        {
            found = ExitCode.Negative;
            output.Write(call.Mask?.Hide(group) ?? group);
        }

        return found;
    }

    /// <summary>Counts by every unique index of the table, as the index itself compares.</summary>
    private async Task<ExitCode> CheckIndexesAsync(Call call, ITarget target, TableName table, CancellationToken cancellationToken)
    {
        var start = call.Terminal.Clock.GetTimestamp();
        var obeyed = new List<Obedience>();
        foreach (var index in await target.GetUniqueIndexesAsync(table, cancellationToken))
        {
            var query = _options.Query(call, table, index.Key);
            query = query with
            {
                Where = (index.Filter, query.Where) switch
                {
                    ({ } filter, { } where) => Both(filter, where),
                    var (filter, where) => filter ?? where,
                },
                IncludeNull = query.IncludeNull || index.Nulls is NullHandling.NotDistinct or NullHandling.Value,
            };
            try
            {
                var report = await CountAsync(call, target, query, cancellationToken);
                obeyed.Add(new Obedience(index, call.Mask?.Hide(report) ?? report));
            }
            catch (UsageException why) when (_options.Query(call, table, index.Key) is { Where: null, Fold: Folding.None })
            {
                // Nobody asked for this key: the other indexes are told all the same.
                obeyed.Add(Obedience.Unknown(index, why.Message));
            }
        }

        var elapsed = call.Terminal.Clock.GetElapsedTime(start);
        var document = ObedienceJson.Of(table.ToString(), obeyed, elapsed);
        if (call.Format == OutputFormat.Text) ObedienceView.Show(table, obeyed, elapsed, call.Nouns, call.Screen);
        else if (call.Format == OutputFormat.Json) call.JsonOutput.Document(document, json => json.ObedienceJson);
        else foreach (var index in document.Indexes) call.JsonOutput.Line(index, json => json.ObeyedIndexJson);
        return obeyed.TrueForAll(index => index.Obeyed) ? ExitCode.Done : ExitCode.Negative;
    }

    // An engine's filters are documents, or expressions of SQL.
    private static string Both(string filter, string where) =>
        filter.StartsWith('{') ? $"{{ $and: [{filter}, {where}] }}" : $"({filter}) and ({where})";

    private static async Task<DuplicateReport> CountAsync(Call call, ITarget target, DuplicateQuery query, CancellationToken cancellationToken)
    {
        using var progress = call.Progress($"counting duplicates of {query.Table} by {Screens.IndexText.Key(query.Key)}");
        return await target.Duplicates.CountAsync(query, new DuplicateProgressLine(progress), cancellationToken);
    }
}
