using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Facts;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ310: the statement writes to one table, and a trigger or a cascade of it to the one that refused.</summary>
internal sealed class RaisedByTrigger(Session session) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ310";

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Violation: { } violation, Table: { } refused }) return ProbeResult.Absent;
        var own = await StatementTableAsync(context, cancellationToken);
        var functions = ContextFunctions.Of(violation.Context);
        return await session.CheckedAsync(refused.ToString(), async () =>
        {
            var reader = new TriggerReader(session);
            if (own is not null && await reader.IsSameAsync(own, refused, cancellationToken) && functions.Count == 0) return ProbeResult.Absent;
            var fired = functions.Count > 0 ? await reader.ByFunctionAsync(functions, own, cancellationToken)
                : own is null ? null : await reader.ByBodyAsync(own, refused, cancellationToken);
            if (fired is not null) return Name(context, fired, refused, own, functions.Count > 0);
            if (own is null || context.Operation != WriteOperation.Update) return ProbeResult.Absent;
            return await reader.CascadeAsync(own, refused, cancellationToken) is { } cascade ? Cascades(cascade, own, refused) : ProbeResult.Absent;
        });
    }

    private ProbeResult Name(DiagnosisContext context, FiredTrigger trigger, TableName refused, TableName? own, bool fromContext)
    {
        var evidence = new List<Evidence>();
        if (fromContext) evidence.Add(new($"the error's CONTEXT names the function {trigger.Function}, which is of the trigger {trigger.Name} on {trigger.Table}", trigger.Query));
        else evidence.Add(new($"the trigger {trigger.Name} on {trigger.Table} runs {trigger.Function}, whose body names {refused.Name}", trigger.Query));
        if (own is not null) evidence.Add(new($"the statement writes to {own}; the index that refused is on {refused}", null));
        var remedies = new List<Remedy>
        {
            Verdict.Sql($"See what {trigger.Function} inserts, and give that insert an ON CONFLICT clause", RemedyKind.Code, RemedyLock.None, reversible: true,
                $"SELECT pg_get_functiondef({Quote.Literal(trigger.Function)}::regprocedure);"),
        };
        if (context.Index is { } index)
            remedies.Add(new() { Title = $"The insert into {refused} that passes over a key that is taken", Kind = RemedyKind.Write, Reversible = true, Lock = RemedyLock.Row, Commands = [context.Target.Statements.InsertOrSkip(index, context.Columns)] });
        return Verdict.Of(
            Code, fromContext ? Confidence.Certain : Confidence.Likely,
            $"It was not the statement in hand that was refused: the trigger {trigger.Name} on {trigger.Table} writes to {refused} on its own. Look for the key in what it makes.",
            evidence, remedies);
    }

    private ProbeResult Cascades(PassedOn cascade, TableName own, TableName refused) => Verdict.Of(
        Code, Confidence.Likely,
        $"The UPDATE of {own} is passed on to {refused} by the foreign key {cascade.Name} (ON UPDATE CASCADE), and there two rows then share a key.",
        [new($"{cascade.Name} of {refused} refers to {own}: {cascade.Definition}", cascade.Query)],
        Verdict.Advice($"Look at the rows of {refused} that refer to the old and to the new key, and merge them first", RemedyKind.Data));

    private static async Task<TableName?> StatementTableAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context.ParsedStatement?.Table is not { } typed) return null;
        try
        {
            return await context.Target.FindTableAsync(typed, cancellationToken);
        }
        catch (UsageException)
        {
            // A view, or a name of several schemas: no table to compare with.
            return null;
        }
    }
}
