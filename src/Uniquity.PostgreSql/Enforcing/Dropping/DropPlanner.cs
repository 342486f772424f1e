using System.Globalization;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Enforcing.Planning;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;
using Uniquity.Wording;

namespace Uniquity.PostgreSql.Enforcing.Dropping;

/// <summary>Makes the plan of <c>drop-index</c>.</summary>
internal sealed class DropPlanner(Session reader)
{
    /// <summary>Makes it.</summary>
    public async Task<(DropIndexPlan Plan, Replaced Dropped, TableState Table)> PlanAsync(DropIndexRequest request, CancellationToken cancellationToken)
    {
        var table = await new TableStateReader(reader).ReadAsync(request.Table, cancellationToken);
        var indexes = await new Catalogue(reader).ReadAsync(request.Table, cancellationToken);
        var dropped = await Replaced.FindAsync(reader, indexes, table, request.Name, "drop-index ", cancellationToken);
        var index = dropped.Index;
        if (request.KeepPlain && table.Partitioned)
            throw new RefusedException($"{table.Name} is partitioned, and a plain index of it cannot be built beside its writers here: leave out --keep-plain, and build it partition by partition.");
        var plain = request.KeepPlain ? await PlainNameAsync(index, cancellationToken) : null;
        var reset = await reader.QueryAsync(SqlText.Raw("SELECT stats_reset FROM pg_stat_database WHERE datname = current_database()"),
            row => row.IsDBNull(0) ? (DateTimeOffset?)null : new DateTimeOffset(row.GetFieldValue<DateTime>(0)), cancellationToken);
        var since = reset is [{ } when] ? when : (DateTimeOffset?)null;
        var steps = new List<EnforceStep>();
        if (plain is not null) steps.Add(new(EnforceStepKind.Build, $"build {plain}, which is not unique, for the reads", [IndexSql.CreatePlain(table.Name, plain, index.Key, index.Filter, concurrently: true).Literal], Locks.None));
        steps.Add(new(EnforceStepKind.Drop, $"drop {index.Name}", [dropped.Drop(table).Literal], dropped.DropLock(table)));
        var plan = new DropIndexPlan
        {
            Request = request,
            Index = index,
            Reads = index.Reads,
            ReadsSince = since,
            PlainName = plain,
            Refusal = dropped.Refusal(by: null),
            Steps = steps,
            Warnings = Warnings(request, index, since),
        };
        return (plan, dropped, table);
    }

    private static List<string> Warnings(DropIndexRequest request, UniqueIndex index, DateTimeOffset? since)
    {
        var warnings = new List<string>();
        var when = since is { } reset ? $" since {reset.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}" : " since the server's statistics began";
        if (index.Reads is > 0 and var reads && !request.KeepPlain) warnings.Add($"{Counted.Of(reads, "read")} used {index.Name}{when}: without it they may scan the table (--keep-plain builds an index for them first)");
        if (index.Reads is 0) warnings.Add($"no read used {index.Name}{when} on this server; standbys count for themselves");
        if (index.Valid) warnings.Add($"from then on duplicates of ({string.Join(", ", index.Key.Select(part => part.Part))}) can enter, and ON CONFLICT on that key fails (42P10)");
        else warnings.Add($"{index.Name} is invalid: it serves no read, and may refuse writes");
        return warnings;
    }

    private async Task<string> PlainNameAsync(UniqueIndex index, CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            var name = Quote.Shorten($"{index.Name}_plain{(number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture))}");
            var taken = await reader.QueryAsync(SqlText.Of($"""
                SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index x ON x.indexrelid = c.oid
                WHERE n.nspname = {SqlText.Value(index.Table.Schema)} AND c.relname = {SqlText.Value(name)} AND coalesce(x.indisvalid, true)
                """), _ => 0, cancellationToken);
            if (taken.Count == 0) return name;
        }
    }
}
