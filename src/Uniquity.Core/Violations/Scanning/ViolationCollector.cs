using System.Runtime.InteropServices;

namespace Uniquity.Violations.Scanning;

/// <summary>Gathers what the parsers read: each violation once, with how often it is told.</summary>
/// <remarks>
/// The same facts are the same violation. One that states less but agrees with one told nearby is that one again: stack traces
/// repeat a message without its detail, drivers print the fields below it. Memory is bounded whatever the text.
/// </remarks>
internal sealed class ViolationCollector
{
    /// <summary>How many distinct violations are kept.</summary>
    public const int MostKept = 10_000;

    private const int MostCharacters = 16 * 1024 * 1024;
    private const int MostNear = 16;
    private const int Large = 256;

    private readonly List<Report> _reports = [];
    private readonly List<int> _near = new(MostNear + 1);
    private readonly Dictionary<Violation, int> _byFacts = new(SameFacts.Instance);
    private readonly List<RelatedError> _related = [];
    private readonly HashSet<(string Code, int Line)> _relatedSeen = [];
    private int _absorbed;
    private long _characters;
    private long _dropped;
    private Report _lastDropped;

    private Span<Report> Reports => CollectionsMarshal.AsSpan(_reports);

    /// <summary>Adds what a parser read.</summary>
    /// <param name="finding">What it read.</param>
    /// <param name="line">The line on which it begins.</param>
    public void Add(in Finding finding, int line)
    {
        if (finding.Related is { } related && _related.Count < MostKept && _relatedSeen.Add((related.Code, line)))
        {
            _related.Add(line == related.Line ? related : related with { Line = line });
        }

        if (finding.Violation is not { } violation) return;
        var isKnown = _byFacts.TryGetValue(violation, out var same);

        // A block of fields is of the message near it, even if the like of it stood alone far away.
        if (isKnown && (!finding.FieldsOnly || Reports[same].IsNear(line))) TellAgain(same, violation, line, finding.FieldsOnly);
        else if (NearestThatAgrees(violation, line, finding.FieldsOnly) is >= 0 and var near) Enrich(near, violation, line, finding.FieldsOnly);
        else if (isKnown) TellAgain(same, violation, line, finding.FieldsOnly);
        else if (_reports.Count - _absorbed < MostKept && _characters < MostCharacters) Keep(violation, line, finding.FieldsOnly);
        else Drop(violation, line, finding.FieldsOnly);
    }

    /// <summary>What was gathered; and begins anew.</summary>
    /// <returns>The reading.</returns>
    public Reading Complete()
    {
        if (_reports.Count == 0 && _related.Count == 0) return Reading.Empty;
        var violations = new Violation[_reports.Count - _absorbed];
        var count = 0;
        var ordered = true;
        foreach (ref readonly var report in Reports)
        {
            if (report.Facts is not { } facts) continue;
            violations[count] = report is { Times: 1, Line: 1 } ? facts : facts with { Times = report.Times, Line = report.Line };
            ordered &= count == 0 || violations[count - 1].Line <= report.Line;
            count++;
        }

        // A report may begin before the anchor of the one before it.
        var reading = new Reading(ordered ? violations : [.. violations.OrderBy(v => v.Line)], _related.Count == 0 ? [] : _related.ToArray())
        {
            Dropped = _dropped,
        };
        Clear();
        return reading;
    }

    private void TellAgain(int index, Violation violation, int line, bool fieldsOnly)
    {
        ref var report = ref Reports[index];
        report.Facts = Agreement.Unite(report.Facts!, violation);
        report.Tell(line, fieldsOnly);
        AbsorbPoorer(index, line);
        Touch(index);
    }

    /// <summary>The message came first without its detail, and now again with it.</summary>
    private void AbsorbPoorer(int index, int line)
    {
        for (var i = _near.Count - 1; i >= 0; i--)
        {
            ref var other = ref Reports[_near[i]];
            ref var report = ref Reports[index];
            if (_near[i] == index || !other.IsNear(line)) continue;
            if (!Agreement.Agree(other.Facts!, report.Facts!) || !Agreement.StatesNoMore(other.Facts!, report.Facts!)) continue;
            Remove(i, into: index);
        }
    }

    private int NearestThatAgrees(Violation violation, int line, bool fieldsOnly)
    {
        for (var i = _near.Count - 1; i >= 0; i--)
        {
            ref readonly var report = ref Reports[_near[i]];
            if (report.IsNear(line) && Agreement.IsSame(report.Facts!, violation, fieldsOnly || report.IsFieldsOnly)) return _near[i];
        }

        return -1;
    }

    private void Enrich(int index, Violation violation, int line, bool fieldsOnly)
    {
        ref var report = ref Reports[index];
        report.Tell(line, fieldsOnly);
        var united = Agreement.Unite(report.Facts!, violation);
        if (!SameFacts.Instance.Equals(united, report.Facts))
        {
            _byFacts.Remove(report.Facts!);
            _characters += Characters(violation);
            if (!_byFacts.TryAdd(united, index))
            {
                Touch(index);
                Remove(_near.Count - 1, into: _byFacts[united]);
                return;
            }
        }

        report.Facts = united;
        Touch(index);
    }

    private void Keep(Violation violation, int line, bool fieldsOnly)
    {
        var report = new Report { Facts = violation };
        report.Tell(line, fieldsOnly);
        _reports.Add(report);
        _byFacts.Add(violation, _reports.Count - 1);
        _characters += Characters(violation);
        Touch(_reports.Count - 1);
    }

    private void Drop(Violation violation, int line, bool fieldsOnly)
    {
        var isLast = _lastDropped.Facts is { } last && _lastDropped.IsNear(line) && Agreement.IsSame(last, violation, fieldsOnly || _lastDropped.IsFieldsOnly);
        if (!isLast) _lastDropped = new Report { Facts = violation };
        var before = _lastDropped.Times;
        _lastDropped.Tell(line, fieldsOnly);
        _dropped += _lastDropped.Times - before;
    }

    private void Remove(int near, int into)
    {
        ref var gone = ref Reports[_near[near]];
        Reports[into].Absorb(gone);
        if (_byFacts.TryGetValue(gone.Facts!, out var index) && index == _near[near]) _byFacts.Remove(gone.Facts!);
        gone.Facts = null;
        _absorbed++;
        _near.RemoveAt(near);
    }

    private void Touch(int index)
    {
        _near.Remove(index);
        if (_near.Count == MostNear) _near.RemoveAt(0);
        _near.Add(index);
    }

    private void Clear()
    {
        var large = _reports.Count > Large || _related.Count > Large;
        _reports.Clear();
        _near.Clear();
        _byFacts.Clear();
        _related.Clear();
        _relatedSeen.Clear();
        _absorbed = 0;
        _characters = 0;
        _dropped = 0;
        _lastDropped = default;
        if (!large) return;
        _reports.Capacity = 0;
        _byFacts.TrimExcess();
        _related.Capacity = 0;
        _relatedSeen.TrimExcess();
    }

    private static long Characters(Violation violation)
    {
        long sum = (violation.Table?.Length ?? 0) + (violation.Index?.Length ?? 0) + (violation.Statement?.Length ?? 0) + (violation.Context?.Length ?? 0);
        for (var i = 0; i < violation.Key.Count; i++) sum += (violation.Key[i].Field?.Length ?? 0) + (violation.Key[i].Value?.Length ?? 0);
        return sum;
    }
}
