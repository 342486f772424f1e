using Uniquity.Cli.Calls;
using Uniquity.Cli.Json;

namespace Uniquity.Cli.Commands.Indexes;

/// <summary><c>uniquity indexes</c>: lists the unique indexes of a database or a table, with all that matters.</summary>
internal sealed class IndexesCommand : CliCommand
{
    /// <summary>Makes one.</summary>
    public IndexesCommand(CommandScope scope) : base("indexes", "list unique indexes, and what is odd about them", scope)
    {
    }

    /// <inheritdoc/>
    public override string Usage => "--db URL [--on NAME]";

    /// <inheritdoc/>
    public override string About =>
        "Shows each unique index and constraint: its key, what it leaves out (a filter, nulls), its size and the reads that use it; "
        + "and warns of those that are invalid, redundant or never read. Reads the catalogue only, no row of a table.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "uniquity indexes --db postgres://app@localhost/shop",
        "uniquity indexes --db sqlite:shop.db --on users --json",
    ];

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        await using var open = await call.OpenAsync(cancellationToken);
        var table = call.On is { } on ? await open.FindTableAsync(on, cancellationToken) : null;
        var indexes = await open.Target.GetUniqueIndexesAsync(table, cancellationToken);
        switch (call.Format)
        {
            case OutputFormat.Json:
                call.JsonOutput.Document(IndexesJson.Of(indexes.Select(IndexJson.Of)), json => json.IndexesJson);
                break;
            case OutputFormat.Ndjson:
                foreach (var index in indexes) call.JsonOutput.Line(IndexJson.Of(index), json => json.IndexJson);
                break;
            default:
                IndexesView.Show(indexes, table, call.Nouns, call.Screen);
                break;
        }

        return ExitCode.Done;
    }
}
