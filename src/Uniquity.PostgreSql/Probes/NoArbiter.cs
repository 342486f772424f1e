using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Statements;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ904: ON CONFLICT names a key that no unique index has: each index of the table is held against it.</summary>
internal sealed class NoArbiter(Session session) : RelatedProbe(session, "UQ904")
{
    private const string Query = "SELECT indexrelid::regclass, indisunique, indisvalid, indimmediate, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = ";

    /// <inheritdoc/>
    protected override async Task<ProbeResult> LookAsync(DiagnosisContext context, RelatedError told, CancellationToken cancellationToken)
    {
        var text = context.Statement ?? told.Facts?.Statement;
        if (SqlStatementReader.Read(text) is not { Table: { } typed } statement)
            return ProbeResult.CouldNotLook("the text does not show the statement: give it in --statement");
        if (await context.Target.FindTableAsync(typed, cancellationToken) is not { } table) return ProbeResult.Absent;
        if (ConflictTarget.Of(text!) is not { } target)
            return told.SqlState == "55000" ? await DeferrableArbiter.LookAsync(Session, Told(told), table, statement.ConflictConstraint, cancellationToken) : ProbeResult.Absent;
        var query = Query + Quote.Literal(Quote.Table(table)) + "::regclass";
        var indexes = await context.Target.GetUniqueIndexesAsync(table, cancellationToken);
        var evidence = new List<Evidence> { Told(told), new($"the statement asks for a unique index over ({string.Join(", ", target.Key)}){(target.Where is null ? "" : $" WHERE {target.Where}")}", null) };
        evidence.AddRange(indexes.Select(index => new Evidence($"{index.Name} ({string.Join(", ", index.Key.Select(part => part.Part))}){(index.Filter is null ? "" : $" WHERE {index.Filter}")}: {target.Against(index)}", query)));
        if (indexes.Count == 0) evidence.Add(new($"{table} has no unique index at all", query));
        return Verdict.Of(
            Code, indexes.Any(target.Fits) ? Confidence.Likely : Confidence.Certain,
            $"ON CONFLICT ({string.Join(", ", target.Key)}) needs a unique index of {table} over just these columns, and {(indexes.Count == 0 ? "there is none" : "none fits")}.",
            evidence, [.. Remedies(context, table, target, indexes), .. await BuildAsync(context, table, target, indexes, evidence, cancellationToken)]);
    }

    private static IEnumerable<Remedy> Remedies(DiagnosisContext context, TableName table, ConflictTarget target, IReadOnlyList<UniqueIndex> indexes)
    {
        foreach (var index in indexes.Where(index => target.HasKeyOf(index) && index is { Valid: true, Deferrable: false, Filter: not null }))
        {
            yield return Verdict.Sql($"Name the filter of {index.Name} in the clause, so that it is found", RemedyKind.Write, RemedyLock.None, reversible: true,
                $"-- ON CONFLICT ({string.Join(", ", target.Key)}) WHERE {index.Filter} DO …");
        }

    }

    // An index that duplicates forbid is no remedy yet.
    private static async Task<IReadOnlyList<Remedy>> BuildAsync(DiagnosisContext context, TableName table, ConflictTarget target, IReadOnlyList<UniqueIndex> indexes, List<Evidence> evidence, CancellationToken cancellationToken)
    {
        var key = target.Key.Select(part => new KeyPart(part, Expression: part.Contains('(', StringComparison.Ordinal))).ToList();
        var name = $"{table.Name}_{string.Join('_', target.Key.Select(part => new string([.. part.Where(char.IsLetterOrDigit)])))}_key";
        if (indexes.Any(index => index.Name == name)) name += "_now";
        name = Quote.Shorten(name);
        var create = context.Target.Statements.CreateUniqueIndex(table, name, key, target.Where, nullsDistinct: !indexes.Any(index => index.Nulls == NullHandling.NotDistinct && target.HasKeyOf(index)));
        if (indexes.FirstOrDefault(index => target.HasKeyOf(index) && index.Deferrable) is { Constraint: true } deferrable)
        {
            // Beside a deferrable constraint a plain index does not help: the clause finds both, and refuses the one.
            var constraint = Quote.Name(deferrable.Name);
            create = [.. create, new("sql", $"ALTER TABLE {Quote.Table(table)} DROP CONSTRAINT {constraint}, ADD CONSTRAINT {constraint} {(deferrable.Primary ? "PRIMARY KEY" : "UNIQUE")} USING INDEX {Quote.Name(name)};")];
        }

        Remedy build = new() { Title = "Build the unique index that the clause asks for", Kind = RemedyKind.Index, Reversible = true, Lock = RemedyLock.None, Commands = create };
        try
        {
            var report = await context.Target.Duplicates.CountAsync(new DuplicateQuery(table, key) { Where = target.Where, Top = 1 }, null, cancellationToken);
            if (report.Groups == 0) return [build];
            evidence.Add(new($"{report.ExcessRows} {(report.ExcessRows == 1 ? "row repeats" : "rows repeat")} a key of ({string.Join(", ", target.Key)}) already: a unique index cannot be built before they are resolved", report.Query));
            var on = $"--on {Shell.Word(context.Target.Statements.TableArgument(table))} --key {Shell.Word(context.Target.Statements.KeyArgument(key))}";
            return [new() { Title = "First resolve the rows that share a key", Kind = RemedyKind.Data, Reversible = true, Lock = RemedyLock.Row, Run = $"uniquity duplicates {on}" }, build with { Title = "Then build the unique index that the clause asks for" }];
        }
        catch (Exception failure) when (failure is TargetException or UsageException)
        {
            // A wanted column may not even exist; what cannot be counted is left to the build.
            return [build];
        }
    }
}
