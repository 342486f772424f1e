using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Facts;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.PostgreSql.Probes;

/// <summary>A probe for an error that is no unique violation: what the text says is certain, what the database adds is its evidence.</summary>
/// <param name="session">The session.</param>
/// <param name="code">The cause's code.</param>
internal abstract class RelatedProbe(Session session, string code) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => code;

    /// <summary>The session.</summary>
    protected Session Session => session;

    /// <inheritdoc/>
    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Reading is not { Violations.Count: 0 } reading || context.Violation is not null) return ProbeResult.Absent;
        // The sentence and the SQLSTATE may stand on two lines; the one that states more speaks.
        var told = reading.Related.Where(related => related.Code == code).MaxBy(related => related.Facts is null ? 0 : 1);
        if (told is null) return ProbeResult.Absent;
        return await session.CheckedAsync("the database", () => LookAsync(context, told, cancellationToken));
    }

    /// <summary>Looks into the database.</summary>
    protected abstract Task<ProbeResult> LookAsync(DiagnosisContext context, RelatedError told, CancellationToken cancellationToken);

    /// <summary>The table that the text names, in the catalogue's spelling; else the statement's.</summary>
    protected static async Task<TableName?> TableAsync(DiagnosisContext context, string? name, string? schema, CancellationToken cancellationToken)
    {
        if (name is null) return context.Table;
        try
        {
            return await context.Target.FindTableAsync(context.Target.Statements.TableArgument(new(schema, name)), cancellationToken);
        }
        catch (UsageException ambiguous)
        {
            throw new NotCheckedException(ambiguous.Message, ambiguous);
        }
    }

    /// <summary>Evidence that the text itself gives.</summary>
    protected static Evidence Told(RelatedError told) => new($"the text reports SQLSTATE {told.SqlState} on line {told.Line}", null);
}
