using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Violations;
using Uniquity.Wording;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ901: a foreign key: the row referred to is not there, or rows still refer to the one that goes.</summary>
internal sealed class ForeignKeyRefused(Session session) : RelatedProbe(session, "UQ901")
{
    /// <inheritdoc/>
    protected override async Task<ProbeResult> LookAsync(DiagnosisContext context, RelatedError told, CancellationToken cancellationToken)
    {
        if (told.Facts is not { Constraint: { } name } facts || await new ConstraintReader(Session).FindAsync(name, "f", null, cancellationToken) is not { OtherTable: { } parent } key)
            return ProbeResult.Absent;
        // The key in the text has the parent's column names where a child is left, the child's where the parent is missing.
        var left = facts.Table == parent.Name && facts.Table != key.Table.Name || facts.Key.Select(part => part.Field).SequenceEqual(key.OtherColumns) && facts.OtherTable == key.Table.Name;
        var evidence = new List<Evidence> { Told(told), new($"{name} of {key.Table}: {key.Definition}", key.Query) };
        var values = string.Join(", ", facts.Key.Select(part => part.Value));
        if (facts.Key.Count == key.Columns.Count && facts.Key.Count > 0)
        {
            var (table, columns) = left ? (key.Table, key.Columns) : (parent, key.OtherColumns);
            var shown = context.Target.Statements.ShowRows(table, [.. columns.Select(column => new KeyPart(column))], [.. facts.Key.Select(part => part.Value)]).Text;
            var count = await CountAsync(context, table, columns, facts.Key, cancellationToken);
            evidence.Insert(0, new(left ? $"{Counted.Of(count, "row")} of {table} {Counted.Noun(count, "refers", "refer")} to ({values}) now" : count == 0 ? $"no row of {table} has ({values})" : $"{table} has ({values}) now: it came after the refusal, or in another transaction", shown.TrimEnd(';')));
        }

        return left
            ? Verdict.Of(Code, Confidence.Certain, $"This is no unique violation: rows of {key.Table} still refer to the row of {parent} that was to be deleted or changed, and {name} keeps them whole.", evidence,
                Verdict.Advice($"Delete or repoint the rows of {key.Table} first, in the same transaction", RemedyKind.Data),
                Verdict.Sql($"Where they shall go with it, say so in {name}", RemedyKind.Index, RemedyLock.TableBriefly, reversible: true,
                    $"ALTER TABLE {Quote.Table(key.Table)} DROP CONSTRAINT {Quote.Name(name)}, ADD CONSTRAINT {Quote.Name(name)} {WithCascade(key.Definition)};"))
            : Verdict.Of(Code, Confidence.Certain, $"This is no unique violation: the row of {key.Table} refers to ({values}), and {parent} has no such row.", evidence,
                Verdict.Advice($"Insert the row of {parent} first, in the same transaction, or mend the value", RemedyKind.Write),
                Verdict.Sql("Where both come in one transaction in any order, let the check wait for its end", RemedyKind.Index, RemedyLock.TableBriefly, reversible: true,
                    $"ALTER TABLE {Quote.Table(key.Table)} ALTER CONSTRAINT {Quote.Name(name)} DEFERRABLE INITIALLY DEFERRED;"));
    }

    private static async Task<long> CountAsync(DiagnosisContext context, TableName table, IReadOnlyList<string> columns, IReadOnlyList<KeyValue> key, CancellationToken cancellationToken)
    {
        var where = columns.Zip(key, (column, value) => (Uniquity.Facts.Condition)new Uniquity.Facts.Condition.Equal(new(column), value.Value ?? "")).ToList();
        return (await context.Target.Facts.CountAsync(table, where, 1000, cancellationToken)).Value;
    }

    private static string WithCascade(string definition)
    {
        var at = definition.IndexOf(" ON DELETE", StringComparison.Ordinal);
        return (at < 0 ? definition : definition[..at]) + " ON DELETE CASCADE";
    }
}
