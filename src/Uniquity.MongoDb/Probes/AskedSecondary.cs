using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ401: reads of this URL go to a secondary, which may not have the document yet.</summary>
internal sealed class AskedSecondary(MongoSession session) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ401";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context.Violation is null || session.ReadPreference is not { } preference || context.Operation == WriteOperation.IndexBuild) return ProbeResult.Absent;
        var evidence = new List<Evidence> { new($"the URL asks for readPreference={preference}", null) };
        var confidence = Confidence.Possible;
        if (context.Table is { } table && context.Holder is { Row: not null } holder && context.Index is { } index && context.Key.All(part => part.Value is not null))
        {
            var filter = Facts.Filters.All([.. context.Key.Select((part, i) => Facts.Filters.Equal(index.Key[i].Part, part.Value!))]);

            // As the index compares: else what differs in case would look as if it were not there.
            var query = new Facts.Find(table, filter) { Limit = 1, Collation = CollationText.Of(index) };
            var seen = await session.SecondaryAsync(query.Command, cancellationToken);
            if (seen is null) return ProbeResult.CouldNotLook("no secondary answered");
            evidence.Add(new Evidence("the primary has the document", holder.Query));
            if (seen == 0)
            {
                evidence.Add(new Evidence("a secondary does not have it yet", query.Show + ".readPref('secondary')"));
                confidence = Confidence.Certain;
            }
        }

        return Named.As(
            Code, confidence,
            "Reads of this URL go to a secondary, which follows the primary at a distance: a look before the insert may not find what the primary has.",
            evidence,
            Named.Advice("Read from the primary before a unique write, or do not look at all: insert, and let the index decide", RemedyKind.Code));
    }
}
