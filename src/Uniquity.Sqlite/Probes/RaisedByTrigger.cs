using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Probes;

/// <summary>UQ310: the statement writes to one table, and a trigger or a cascade of it to the one that refused.</summary>
internal sealed class RaisedByTrigger(SqliteSession session) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ310";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Statement: { } statement, Table: { } refused, Violation: not null }) return ProbeResult.Absent;
        var own = TableWrite.In(SqlTokenizer.Tokenize(statement));
        if (own.Count == 0 || own.Any(write => SqliteName.Same(write.Table, refused.Name))) return ProbeResult.Absent;
        var path = Path(own, refused.Name, await new TriggerReader(session).ReadAsync(cancellationToken));
        if (path.Count == 0) return ProbeResult.Absent;
        var last = path[^1];
        return ProbeResult.Named(new NamedCause
        {
            Cause = CauseCatalogue.Get(Code),
            Confidence = Confidence.Certain,
            Why = $"The statement writes to {own[0].Table}, but {refused} refused: {Words(last)} writes there. Look for the key in what it makes, not in the statement.",
            Evidence =
            [
                new Evidence($"the statement writes to {own[0].Table}; the error names {refused}", null),
                .. path.Select(step => new Evidence($"{Words(step)} fires on {Verb(step.On.Event)} of {step.On.Table} and writes to {string.Join(", ", step.Writes.Select(w => w.Table).Distinct())}", Query(step))),
            ],
            Remedies = Remedies(last),
        });
    }

    /// <summary>The chain of triggers from the statement to the refusing table; empty where there is none. Breadth first, each once.</summary>
    private static IReadOnlyList<Trigger> Path(IReadOnlyList<TableWrite> own, string refused, IReadOnlyList<Trigger> triggers)
    {
        var open = new Queue<(TableWrite Write, IReadOnlyList<Trigger> Path)>(own.Select(write => (write, (IReadOnlyList<Trigger>)[])));
        var seen = new HashSet<Trigger>();
        while (open.TryDequeue(out var at))
        {
            foreach (var trigger in triggers.Where(t => t.On.Event == at.Write.Event && SqliteName.Same(t.On.Table, at.Write.Table) && seen.Add(t)))
            {
                IReadOnlyList<Trigger> path = [.. at.Path, trigger];
                if (trigger.Writes.Any(w => w.Event != WriteEvent.Delete && SqliteName.Same(w.Table, refused))) return path;
                foreach (var write in trigger.Writes) open.Enqueue((write, path));
            }
        }

        return [];
    }

    private static IReadOnlyList<Remedy> Remedies(Trigger trigger)
    {
        if (trigger.Sql is not { } sql)
        {
            return [new Remedy { Title = $"Let the {trigger.Name} restrict instead of changing rows, or make room for the value that it sets", Kind = RemedyKind.Code, Reversible = true, Lock = RemedyLock.None }];
        }

        return
        [
            new Remedy
            {
                Title = $"Let the insert of trigger {trigger.Name} pass over a key that is taken",
                Kind = RemedyKind.Code,
                Reversible = true,
                Lock = RemedyLock.TableBriefly,
                Commands = [new RemedyCommand("sql", $"BEGIN;\nDROP TRIGGER {SqliteName.Quote(trigger.Name)};\n{Tolerant(sql)};\nCOMMIT;")],
            },
            new Remedy { Title = $"Where the trigger's row matters, give it a key of its own in {trigger.Writes[0].Table}", Kind = RemedyKind.Code, Reversible = true, Lock = RemedyLock.None },
        ];
    }

    /// <summary>The trigger with INSERT OR IGNORE in its body for every plain INSERT.</summary>
    private static string Tolerant(string sql)
    {
        var tokens = SqlTokenizer.Tokenize(sql);
        for (var i = tokens.Count - 2; i >= 0; i--)
        {
            if (tokens[i].Is("INSERT") && tokens[i + 1].Is("INTO")) sql = sql.Insert(tokens[i].End, " OR IGNORE");
        }

        return sql;
    }

    private static string Words(Trigger trigger) => trigger.Sql is null ? $"the {trigger.Name}" : $"trigger {trigger.Name}";

    private static string Verb(WriteEvent fired) => fired switch
    {
        WriteEvent.Insert => "an INSERT",
        WriteEvent.Update => "an UPDATE",
        _ => "a DELETE",
    };

    private static string Query(Trigger trigger) => trigger.Sql is null
        ? $"SELECT * FROM pragma_foreign_key_list({SqliteLiteral.Of(trigger.Writes[0].Table)});"
        : $"SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = {SqliteLiteral.Of(trigger.Name)};";
}
