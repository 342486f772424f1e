using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ304: two upserts of one key looked at once; or their filter does not find what the index refuses.</summary>
internal sealed class UpsertRaced : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ304";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { } index, Table: { } table, Holder: { Row: not null } holder } || context.Operation != WriteOperation.Upsert) return ProbeResult.Absent;
        if (MongoStatement.Read(context.Statement)?.Filter is not { } filter) return ProbeResult.Absent;
        var fields = filter.Elements().Select(element => element.Name).ToHashSet(StringComparer.Ordinal);
        if (index.Key.All(part => fields.Contains(part.Part)))
        {
            // The filter has the whole key: with a holder in sight it would have matched, so the holder came in between.
            return Named.As(
                Code, Confidence.Likely,
                $"The upsert filters on the key of {index.Name}, so it would have matched the document that holds it: that one came after the upsert had looked, from another upsert of the same key.",
                [new Evidence("the document that the upsert would have matched", holder.Query)],
                Named.Advice("Try the upsert once more when it is refused with 11000: it then matches (servers from 4.2 on do so by themselves where the filter is an equality on the unique key alone)", RemedyKind.Write));
        }

        if (index.Primary) return ProbeResult.Absent;
        var query = ShellWriter.Document(filter);
        var matches = await context.Target.Facts.FindRowsAsync(table, [new Uniquity.Facts.Condition.Passes(query)], 1, cancellationToken);
        if (matches.Value.Count > 0) return ProbeResult.Absent;
        var missing = string.Join(", ", index.Key.Select(part => part.Part).Where(part => !fields.Contains(part)));
        return Named.As(
            Code, Confidence.Certain,
            $"The upsert filters on {string.Join(", ", fields)}, but {index.Name} is unique over {string.Join(", ", index.Key.Select(part => part.Part))}: its filter finds no document, it inserts, and {missing} is taken.",
            [new Evidence("the upsert's filter matches no document", matches.Query), new Evidence("but one holds the key", holder.Query)],
            Named.Advice($"Filter the upsert on the key that is unique", RemedyKind.Write, context.Target.Statements.InsertOrUpdate(index, context.Columns).Text),
            Named.Advice("Make the fields of the filter unique, where they are the key", RemedyKind.Index,
                context.Target.Statements.CreateUniqueIndex(table, string.Join('_', fields.Select(field => field + "_1")), [.. fields.Where(field => !field.StartsWith('$')).Select(field => new KeyPart(field))], null, nullsDistinct: true)[0].Text));
    }
}
