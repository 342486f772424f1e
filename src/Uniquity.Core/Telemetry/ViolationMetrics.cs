using System.Diagnostics;
using System.Diagnostics.Metrics;
using Uniquity.Checking;
using Uniquity.Violations;

namespace Uniquity.Telemetry;

/// <summary>Counts violations by constraint, telling the expected from the alarming.</summary>
/// <remarks>
/// <para>
/// One counter, <c>uniquity.violations</c>, of the meter <c>Uniquity</c>. Attributes have OpenTelemetry's names for databases
/// (https://opentelemetry.io/docs/specs/semconv/database/): <c>db.system.name</c>, <c>db.collection.name</c>, <c>db.namespace</c>,
/// <c>db.response.status_code</c>; and two of its own: <c>uniquity.constraint</c>, and <c>uniquity.conflict</c>, which is
/// <c>expected</c> or <c>exclusive</c>. Never a value of a key.
/// </para>
/// <para>Thread safe.</para>
/// </remarks>
public sealed class ViolationMetrics : IDisposable
{
    /// <summary>The name of the meter, for <c>AddMeter</c>.</summary>
    public const string MeterName = "Uniquity";

    private const string Counted = "Uniquity.Telemetry.Counted";
    private readonly Meter _meter;
    private readonly bool _ownsMeter;
    private readonly Counter<long> _violations;
    private readonly Func<Violation, RuleConflict> _conflict;

    /// <summary>Makes the counter.</summary>
    /// <param name="factory">The application's factory of meters; a meter of its own where <see langword="null"/>.</param>
    /// <param name="conflict">Tells what a violation means; every one is <see cref="RuleConflict.Exclusive"/> where <see langword="null"/>.</param>
    public ViolationMetrics(IMeterFactory? factory = null, Func<Violation, RuleConflict>? conflict = null)
    {
        _ownsMeter = factory is null;
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _violations = _meter.CreateCounter<long>("uniquity.violations", "{violation}", "Writes that a unique index refused.");
        _conflict = conflict ?? (_ => RuleConflict.Exclusive);
    }

    /// <summary>Counts a violation.</summary>
    /// <param name="violation">The violation; <see cref="Violation.Times"/> of it are counted.</param>
    public void Record(Violation violation)
    {
        ArgumentNullException.ThrowIfNull(violation);
        var tags = new TagList
        {
            { "db.system.name", SystemName(violation.Engine) },
            { "db.response.status_code", violation.Code },
            { "uniquity.conflict", _conflict(violation) == RuleConflict.Expected ? "expected" : "exclusive" },
        };
        Add(ref tags, "db.namespace", Namespace(violation));
        Add(ref tags, "db.collection.name", violation.Table);
        Add(ref tags, "uniquity.constraint", violation.Index);
        _violations.Add(violation.Times, tags);
    }

    /// <summary>Counts the violations in an exception, once, however often the exception is caught and thrown again on its way up.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>Whether a violation was counted now.</returns>
    public bool Record(Exception? exception)
    {
        if (!exception.IsUniqueViolation()) return false;
        var source = exception.GetBaseException();
        lock (source)
        {
            if (source.Data.Contains(Counted)) return false;
            source.Data[Counted] = true;
        }

        foreach (var violation in exception.GetUniqueViolations()) Record(violation);
        return true;
    }

    /// <summary>Ends the counter, unless its meter is the application's.</summary>
    public void Dispose()
    {
        if (_ownsMeter) _meter.Dispose();
    }

    private static void Add(ref TagList tags, string name, string? value)
    {
        if (value is not null) tags.Add(name, value);
    }

    // OpenTelemetry joins what qualifies a table by a bar, from the most general.
    private static string? Namespace(Violation violation) =>
        violation.Database is null ? violation.Schema : violation.Schema is null ? violation.Database : $"{violation.Database}|{violation.Schema}";

    private static string SystemName(string? engine) => engine is null ? "other_sql" : Uniquity.Violations.SystemNames.Of(engine);
}
