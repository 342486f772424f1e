using Uniquity.Resolving;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Tables;

/// <summary>Follows the owner's triggers: one that would delete rows unseen is refused, as nothing would archive them.</summary>
/// <remarks>INSERT OR REPLACE deletes too. Rows of virtual tables (a full-text index) are made of others' and come back with them.</remarks>
internal sealed class TriggerGuard(SqliteSession session, ShapeReader shapes)
{
    /// <summary>Refuses writes that would set such a trigger off.</summary>
    /// <exception cref="RefusedException">There is one; the message names it and what it deletes.</exception>
    public async Task CheckAsync(IEnumerable<TableWrite> writes, string step, CancellationToken cancellation)
    {
        var triggers = await shapes.TriggersAsync(cancellation);
        if (triggers.Count == 0) return;
        var stored = await session.QueryAsync(
            new SqlText().Add("SELECT name FROM main.sqlite_master WHERE type = 'table' AND rootpage > 0"), row => SqliteName.Fold(row.GetString(0)), cancellation);
        var shadows = await session.QueryAsync(
            new SqlText().Add("SELECT name FROM main.sqlite_master WHERE type = 'table' AND rootpage = 0"), row => SqliteName.Fold(row.GetString(0)), cancellation);
        var open = new Queue<TableWrite>(writes);
        var seen = new HashSet<(string, WriteEvent)>();
        while (open.TryDequeue(out var write))
        {
            if (!seen.Add((SqliteName.Fold(write.Table), write.Event))) continue;
            foreach (var trigger in triggers.Where(trigger => trigger.On.Event == write.Event && SqliteName.Same(trigger.On.Table, write.Table)))
            {
                foreach (var next in trigger.Writes)
                {
                    var table = SqliteName.Fold(next.Table);
                    var deletes = next.Event == WriteEvent.Delete || Replaces(trigger);
                    if (deletes && stored.Contains(table) && !shadows.Exists(shadow => table.StartsWith(shadow + "_", StringComparison.Ordinal)))
                        throw new RefusedException($"Trigger {trigger.Name} of {trigger.On.Table} would delete rows of {next.Table}, which nothing would archive: drop it for the {step} (DROP TRIGGER {SqliteName.Quote(trigger.Name)}) and make it again afterwards.");
                    open.Enqueue(next);
                }
            }
        }
    }

    private static bool Replaces(Trigger trigger)
    {
        var tokens = SqlTokenizer.Tokenize(trigger.Sql!);
        return tokens.Where((token, n) => token.Is("REPLACE") && ((n > 0 && tokens[n - 1].Is("OR")) || (n + 1 < tokens.Count && tokens[n + 1].Is("INTO")))).Any();
    }
}
