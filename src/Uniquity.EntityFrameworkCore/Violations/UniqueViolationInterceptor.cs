using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Uniquity.Telemetry;
using Uniquity.Violations;

namespace Uniquity.EntityFrameworkCore.Violations;

/// <summary>Throws the typed violation in place of the exception of a failed save.</summary>
internal sealed class UniqueViolationInterceptor(ViolationMetrics? metrics) : SaveChangesInterceptor
{
    public override void SaveChangesFailed(DbContextErrorEventData eventData) => Rethrow(eventData);

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Rethrow(eventData);
        return Task.CompletedTask;
    }

    private void Rethrow(DbContextErrorEventData failure)
    {
        if (failure.Exception is UniqueViolationException or not DbUpdateException) return;
        var refusal = (DbUpdateException)failure.Exception;
        if (!refusal.TryGetUniqueViolation(out var violation)) return;
        metrics?.Record(refusal);
        if (failure.Context is null) throw new UniqueViolationException(violation, null, [], refusal);
        var (entity, properties) = ModelNames.Of(failure.Context.Model, violation, refusal.Entries);
        throw new UniqueViolationException(violation, entity, properties, refusal);
    }
}
