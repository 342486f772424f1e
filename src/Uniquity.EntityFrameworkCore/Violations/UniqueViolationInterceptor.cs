using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Uniquity.Telemetry;
using Uniquity.Violations;

namespace Uniquity.EntityFrameworkCore.Violations;

/// <summary>Throws the typed violation in place of the exception of a failed save.</summary>
internal sealed class UniqueViolationInterceptor(ViolationMetrics? metrics) : SaveChangesInterceptor
{
    public override void SaveChangesFailed(DbContextErrorEventData eventData)
    {
        if (!IsViolation(eventData, out var refusal, out var violation)) return;
        var parts = Asks(eventData, violation, refusal) ? IndexParts.Read(eventData.Context!, violation) : [];
        throw Typed(eventData.Context, violation, refusal, parts);
    }

    public override async Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        if (!IsViolation(eventData, out var refusal, out var violation)) return;
        var parts = Asks(eventData, violation, refusal) ? await IndexParts.ReadAsync(eventData.Context!, violation, cancellationToken) : [];
        throw Typed(eventData.Context, violation, refusal, parts);
    }

    private bool IsViolation(DbContextErrorEventData failure, [NotNullWhen(true)] out DbUpdateException? refusal, [NotNullWhen(true)] out Violation? violation)
    {
        violation = null;
        refusal = failure.Exception is UniqueViolationException ? null : failure.Exception as DbUpdateException;
        if (refusal is null || !refusal.TryGetUniqueViolation(out violation)) return false;
        metrics?.Record(refusal);
        return true;
    }

    // An index that neither the model nor the error tells the columns of.
    private static bool Asks(DbContextErrorEventData failure, Violation violation, DbUpdateException refusal) =>
        failure.Context is { } context && violation is { Index: not null, Key.Count: 0 } && context.Database.GetDbConnection() is NpgsqlConnection
        && ModelNames.Of(context.Model, violation, refusal.Entries).Properties.Count == 0;

    private static UniqueViolationException Typed(DbContext? context, Violation violation, DbUpdateException refusal, IReadOnlyList<string> parts)
    {
        if (context is null) return new(violation, null, [], refusal);
        var told = parts.Count == 0 ? violation : violation with { Key = [.. parts.Select(part => new KeyValue(part, null))] };
        var (entity, properties) = ModelNames.Of(context.Model, told, refusal.Entries);
        return new(violation, entity, properties, refusal);
    }
}
