using System.Diagnostics.Metrics;
using Uniquity.Checking;
using Uniquity.Telemetry;
using Uniquity.Violations;

namespace Uniquity.Core.Tests.Telemetry;

public sealed class ViolationMetricsTests : IDisposable
{
    private readonly List<(long Count, Dictionary<string, object?> Tags)> _recorded = [];
    private readonly MeterListener _listener = new();
    private readonly ViolationMetrics _metrics;

    public ViolationMetricsTests()
    {
        _metrics = new(conflict: violation => violation.Index == "messages_id_key" ? RuleConflict.Expected : RuleConflict.Exclusive);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ViolationMetrics.MeterName) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => _recorded.Add((count, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value))));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void A_violation_is_counted_by_constraint_and_meaning_without_a_value()
    {
        _metrics.Record(new Violation { Engine = "postgresql", Code = "23505", Schema = "public", Table = "users", Index = "users_email_key", Key = [new("email", "secret@example.com")] });

        var (count, tags) = _recorded.Single();
        count.ShouldBe(1);
        tags.ShouldBe(
            new Dictionary<string, object?>
            {
                ["db.system.name"] = "postgresql",
                ["db.response.status_code"] = "23505",
                ["db.namespace"] = "public",
                ["db.collection.name"] = "users",
                ["uniquity.constraint"] = "users_email_key",
                ["uniquity.conflict"] = "exclusive",
            },
            ignoreOrder: true);
    }

    [Fact]
    public void An_expected_conflict_is_told_apart()
    {
        _metrics.Record(new Violation { Engine = "mongodb", Code = "11000", Database = "shop", Table = "messages", Index = "messages_id_key", Times = 3 });

        var (count, tags) = _recorded.Single();
        count.ShouldBe(3);
        tags["uniquity.conflict"].ShouldBe("expected");
        tags["db.namespace"].ShouldBe("shop");
    }

    [Fact]
    public void An_exception_is_counted_once_however_often_it_is_caught()
    {
        var refusal = new Refusal();

        _metrics.Record(refusal).ShouldBeTrue();
        _metrics.Record(new InvalidOperationException("wrapped", refusal)).ShouldBeFalse();
        _metrics.Record(new InvalidOperationException()).ShouldBeFalse();
        _metrics.Record((Exception?)null).ShouldBeFalse();

        _recorded.Count.ShouldBe(1);
    }

    private sealed class Refusal : Exception, IUniqueViolation
    {
        public Violation Violation => new() { Engine = "sqlite", Code = "2067", Table = "t" };

        public IReadOnlyList<string> Properties => [];
    }
}
