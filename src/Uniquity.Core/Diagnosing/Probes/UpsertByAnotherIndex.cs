using Uniquity.Causes;
using Uniquity.Indexes;
using Uniquity.Statements;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ304: the upsert's ON CONFLICT names another unique index than the one that refused, so nothing caught the conflict.</summary>
internal sealed class UpsertByAnotherIndex : ICauseProbe
{
    public string Code => "UQ304";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { } index, Table: { } table, ParsedStatement: { } statement }) return ProbeResult.Absent;
        if (statement.ConflictKey.Count == 0 && statement.ConflictConstraint is null) return ProbeResult.Absent;
        var whole = index.Whole;
        if (!RefusedRow.IsAbout(statement, table) && !RefusedRow.IsAbout(statement, whole.Table)) return ProbeResult.Absent;
        var indexes = await context.Target.GetUniqueIndexesAsync(RefusedRow.IsAbout(statement, table) ? table : whole.Table, cancellationToken).ConfigureAwait(false);
        var arbiters = indexes.Where(candidate => Arbitrates(statement, candidate)).ToList();

        // Where the index that refused is among the arbiters, the conflict was caught: something else raised the error.
        if (arbiters.Count == 0 || arbiters.Exists(arbiter => arbiter.Name == index.Name || arbiter.Name == whole.Name)) return ProbeResult.Absent;
        var target = statement.ConflictConstraint is { } name ? $"ON CONSTRAINT {name}" : $"({string.Join(", ", statement.ConflictKey)})";
        var evidence = new List<Evidence>
        {
            new($"ON CONFLICT {target} arbitrates by {arbiters[0].Name}; {index.Name} refused", null),
        };
        if (context.Holder is { Row: not null } holder) evidence.Add(new Evidence($"a row of {table} holds {KeyText.Show(context.Key)}", holder.Query));
        return Named.As(
            Code, Confidence.Certain,
            $"The upsert looks for a conflict on {arbiters[0].Name} ({KeyText.Names(arbiters[0].Key)}) only. The row collides on {index.Name} ({KeyText.Names(index.Key)}), which ON CONFLICT {target} does not catch: that raises the error as a plain INSERT would.",
            evidence,
            Remedies.ForAnotherArbiter(context, index));
    }

    private static bool Arbitrates(SqlStatement statement, UniqueIndex index)
    {
        if (statement.ConflictConstraint is { } constraint) return index.Name.Equals(constraint, StringComparison.OrdinalIgnoreCase);
        return index.Key.Count == statement.ConflictKey.Count
            && index.Key.All(part => statement.ConflictKey.Any(own => Plain(own) == Plain(part.Part)));
    }

    // lower((email)::text) and lower(email) are one expression to the server.
    private static string Plain(string expression)
    {
        var text = expression.Replace("::text", "", StringComparison.OrdinalIgnoreCase);
        return string.Concat(text.Where(static c => !char.IsWhiteSpace(c) && c is not ('(' or ')' or '"'))).ToUpperInvariant();
    }
}
