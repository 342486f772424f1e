using System.Globalization;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Facts;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ103: the sequence of a key column gives out values that rows have already.</summary>
/// <remarks>
/// Named where the next value is not beyond the largest stored one, or where the statement shows that it was not. It is certain where the sequence has given out the refused
/// value; a value beyond what it has given out was brought by the writer, and then the sequence is not why this write failed.
/// </remarks>
internal sealed class SequenceBehind(Session session) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ103";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { } index, Violation: not null } || context.Operation is WriteOperation.Update or WriteOperation.IndexBuild) return ProbeResult.Absent;
        foreach (var part in index.Key.Where(part => !part.Expression))
        {
            if (context.Refused?.Has(part.Part) == true) continue;
            var result = await session.CheckedAsync(index.Table.ToString(), () => ProbeColumnAsync(context, index, part, cancellationToken));
            if (result.Cause is not null) return result;
        }

        return ProbeResult.Absent;
    }

    private async Task<ProbeResult> ProbeColumnAsync(DiagnosisContext context, UniqueIndex index, KeyPart part, CancellationToken cancellationToken)
    {
        if (await new SequenceReader(session).OfColumnAsync(index.Table, part.Part, cancellationToken) is not { } sequence) return ProbeResult.Absent;
        var behind = SequenceReader.Behind(index.Table, part.Part, sequence);
        var (next, largest, given) = (await session.QueryAsync(behind, row => (row.GetInt64(0), row.Text(1), row.Number(2)), cancellationToken))[0];
        if (largest is null || !long.TryParse(largest, CultureInfo.InvariantCulture, out var max)) return ProbeResult.Absent;
        var refused = context.Key.FirstOrDefault(value => value.Field == part.Part)?.Value;
        var stated = long.TryParse(refused, CultureInfo.InvariantCulture, out var value);
        if (stated && (given is null || sequence.IsBeyond(value, given.Value))) return ProbeResult.Absent;
        var caughtUp = sequence.IsBeyond(next, max);

        // Caught up, the sequence is to blame only where the statement shows that it gave the refused value.
        if (caughtUp && !(stated && context.Refused is not null)) return ProbeResult.Absent;
        var evidence = new List<Evidence> { new($"next value of {sequence.Name} is {next}, {sequence.Farthest}({index.Table.Name}.{part.Part}) is {largest}", behind.Literal) };
        if (stated) evidence.Add(new($"the refused value {refused} is one that {sequence.Name} has given out: its last is {given}", behind.Literal));
        if (caughtUp)
        {
            return Verdict.Of(
                Code, Confidence.Certain,
                $"The statement brought no {part.Part}: {sequence.Name} gave it {refused}, which a row had already. The sequence was behind the data and has caught up: the next insert gets {next}, so trying again succeeds.",
                evidence, Remedies(index.Table, part.Part, sequence));
        }

        if (sequence.Cycles)
        {
            return Verdict.Of(
                Code, stated ? Confidence.Certain : Confidence.Likely,
                $"The sequence {sequence.Name} cycles: it began again, will next give {next}, and meets rows of {index.Table} that were made in its last round (up to {largest}).",
                evidence, CycleRemedies(index.Table, part.Part, sequence));
        }

        var refusals = ((max - next) / sequence.Increment) + 1;
        return Verdict.Of(
            Code, stated ? Confidence.Certain : Confidence.Likely,
            $"The sequence {sequence.Name} is behind the data: it will next give {next}, and {index.Table} has values {(sequence.Increment > 0 ? "up" : "down")} to {largest}. Up to {refusals} more insert{(refusals == 1 ? "" : "s")} will be refused, as after a restore, a COPY with ids, or a manual insert.",
            evidence, Remedies(index.Table, part.Part, sequence));
    }

    private static IReadOnlyList<Remedy> CycleRemedies(TableName table, string column, Sequence sequence) =>
    [
        Verdict.Sql($"Let it count on: no cycle, and a column that is wide enough", RemedyKind.Index, RemedyLock.Table, reversible: true,
            $"ALTER SEQUENCE {sequence.Name} AS bigint NO CYCLE NO MAXVALUE NO MINVALUE;",
            $"ALTER TABLE {Quote.Table(table)} ALTER COLUMN {Quote.Name(column)} TYPE bigint;",
            $"SELECT setval({Quote.Literal(sequence.Name)}, (SELECT {sequence.Farthest}({Quote.Name(column)}) FROM {Quote.Table(table)}));"),
        Verdict.Advice("Where it must cycle, remove the old rows before their ids come round again", RemedyKind.Data),
    ];

    private static IReadOnlyList<Remedy> Remedies(TableName table, string column, Sequence sequence)
    {
        var name = Quote.Name(column);
        return
        [
            Verdict.Sql($"Set {sequence.Name} to the {(sequence.Increment > 0 ? "largest" : "smallest")} {column}", RemedyKind.Data, RemedyLock.None, reversible: true,
                $"SELECT setval({Quote.Literal(sequence.Name)}, (SELECT {sequence.Farthest}({name}) FROM {Quote.Table(table)}));"),
            Verdict.Sql("See the same statement for every such column of the database (in psql, end with \\gexec to run them)", RemedyKind.Data, RemedyLock.None, reversible: true,
                SequenceReader.SetAll),
        ];
    }
}
