using System.Globalization;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Facts;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ209: the document is past its expiry, and the TTL monitor has not removed it yet.</summary>
internal sealed class ExpiredHolder(MongoSession session, IndexReader indexes) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ209";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { } index, Table: { } table, Holder: { Row: { } row } holder }) return ProbeResult.Absent;
        foreach (var specification in await indexes.SpecificationsAsync(table, cancellationToken))
        {
            if (specification["expireAfterSeconds"] is not { } after || specification["key"]!.Value.AsDocument().Elements() is not [var field]) continue;
            if (Stamp(row, field.Name) is not { } stamp) continue;
            var hello = await session.AdminAsync(BsonDocument.Parse("""{"hello":1}"""), cancellationToken);
            var now = DateTimeOffset.FromUnixTimeMilliseconds(hello["localTime"]!.Value.AsInt64());
            var due = stamp.AddSeconds(after.AsInt64());
            if (due > now) return ProbeResult.Absent;
            var name = specification["name"]!.Value.AsString();
            return Named.As(
                Code, Confidence.Certain,
                string.Create(CultureInfo.InvariantCulture, $"The document that holds the key expired at {due:yyyy-MM-dd HH:mm:ss}Z ({name}: {field.Name} + {after.AsInt64()} s), but the TTL monitor, which comes by every 60 s, has not removed it yet: until then it holds its key."),
                [
                    new Evidence($"{name} expires documents {after.AsInt64()} s after {field.Name}", Named.GetIndexes(table)),
                    new Evidence(string.Create(CultureInfo.InvariantCulture, $"{field.Name} of the document that holds the key is {stamp:yyyy-MM-dd HH:mm:ss}Z; the server's clock says {now:yyyy-MM-dd HH:mm:ss}Z"), holder.Query),
                ],
                new Remedy
                {
                    Title = "Write over the expired document",
                    Kind = RemedyKind.Write,
                    Reversible = false,
                    Lock = RemedyLock.Row,
                    Commands = [context.Target.Statements.InsertOrUpdate(index, context.Columns)],
                },
                Named.Advice("Wait for the monitor (60 s, longer under load) and write again", RemedyKind.Write));
        }

        return ProbeResult.Absent;
    }

    // { "$date": "2026-11-20T10:30:00Z" }, or { "$date": { "$numberLong": "…" } } outside of the years that ISO 8601 has
    private static DateTimeOffset? Stamp(Row row, string field)
    {
        if (row.Text(field + ".$date") is not { } text) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var stamp)) return stamp;
        return row.Text(field + ".$date.$numberLong") is { } number && long.TryParse(number, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds is >= -62135596800000 and <= 253402300799999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}
