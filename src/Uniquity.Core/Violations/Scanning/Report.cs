using System.Runtime.InteropServices;

namespace Uniquity.Violations.Scanning;

/// <summary>A violation as told so far.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Report
{
    /// <summary>How many lines apart two tellings may stand to be taken for one: the height of a stack trace.</summary>
    public const int Near = 50;

    private int _lastMessage;
    private int _lastFields;
    private bool _fieldsStandAlone;

    /// <summary>What is known of it; <see langword="null"/> once it turned out to be another one's.</summary>
    public Violation? Facts { get; set; }

    /// <summary>How often it is told.</summary>
    public int Times { get; private set; }

    /// <summary>Where it is told first.</summary>
    public int Line { get; private set; }

    /// <summary>Whether no message was seen of it yet, only fields.</summary>
    public readonly bool IsFieldsOnly => _lastMessage == 0;

    /// <summary>Whether a telling on a line is near enough to the last one.</summary>
    /// <param name="line">The line.</param>
    /// <returns>Whether it is.</returns>
    public readonly bool IsNear(int line) => line - Math.Max(_lastMessage, _lastFields) <= Near;

    /// <summary>Counts a telling.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="fieldsOnly">Whether it is only a block of fields, which counts with the message near it, before or after.</param>
    public void Tell(int line, bool fieldsOnly)
    {
        Line = Times == 0 ? line : Math.Min(Line, line);
        if (fieldsOnly)
        {
            var ofMessage = _lastMessage > 0 && line - _lastMessage <= Near;
            if (!ofMessage) Times++;
            _fieldsStandAlone = !ofMessage;
            _lastFields = line;
        }
        else
        {
            if (!(_fieldsStandAlone && line - _lastFields <= Near)) Times++;
            _fieldsStandAlone = false;
            _lastMessage = line;
        }
    }

    /// <summary>Takes over the tellings of a report that is the same violation, told poorer.</summary>
    /// <param name="other">The report.</param>
    public void Absorb(Report other)
    {
        // A block of fields that stood alone belonged to this one's message.
        if (!other._fieldsStandAlone) Times += other.Times;
        Line = Math.Min(Line, other.Line);
    }
}
