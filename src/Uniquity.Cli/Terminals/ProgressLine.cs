using System.Globalization;

namespace Uniquity.Cli.Terminals;

/// <summary>Tells on standard error how far a long step has come: a line that redraws itself on a terminal, a line every 10 s in a pipe.</summary>
/// <remarks>Safe for use from several threads. Nothing is written before the first half second (a terminal) or 10 s (a pipe) has passed.</remarks>
internal sealed class ProgressLine : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Terminal _terminal;
    private readonly ITimer? _timer;
    private readonly long _start;
    private readonly string _what;
    private long _done;
    private long? _total;
    private string _unit = "";
    private string _also = "";
    private bool _drawn;
    private bool _ended;

    /// <summary>Starts one.</summary>
    /// <param name="terminal">Where to tell.</param>
    /// <param name="what">What is being done, as <c>counting duplicates</c>.</param>
    /// <param name="quiet">Whether nothing is to be told.</param>
    public ProgressLine(Terminal terminal, string what, bool quiet)
    {
        (_terminal, _what, _start) = (terminal, what, terminal.Clock.GetTimestamp());
        if (quiet) return;
        var first = terminal.ErrorIsTerminal ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromSeconds(10);
        var then = terminal.ErrorIsTerminal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(10);
        _timer = terminal.Clock.CreateTimer(_ => Draw(), state: null, first, then);
    }

    /// <summary>Notes how far it is.</summary>
    public void Report(long done, long? total, string unit)
    {
        lock (_gate) (_done, _total, _unit) = (done, total, unit);
    }

    /// <summary>Notes what is told beside it, as <c>1,200 records</c>.</summary>
    public void Tell(string also)
    {
        lock (_gate) _also = ", " + also;
    }

    /// <summary>Ends it, and clears what it drew.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            _ended = true;
            if (_drawn && _terminal.ErrorIsTerminal) _terminal.Error.Write("\r\u001b[K");
        }
    }

    private void Draw()
    {
        lock (_gate)
        {
            if (_ended) return;
            var text = Words();
            if (_terminal.ErrorIsTerminal)
            {
                var width = Math.Max(10, _terminal.Width() - 1);
                _terminal.Error.Write($"\r\u001b[K{(text.Length > width ? text[..width] : text)}");
            }
            else
            {
                _terminal.Error.WriteLine(text);
            }

            _drawn = true;
        }
    }

    private string Words()
    {
        var elapsed = _terminal.Clock.GetElapsedTime(_start);
        if (_done <= 0) return $"{_what} … {Span(elapsed)}";
        var rate = _done / Math.Max(elapsed.TotalSeconds, 0.001);
        var words = string.Create(CultureInfo.InvariantCulture, $"{_what}: {Number(_done)}");
        if (_total is { } total && total >= _done)
        {
            var left = TimeSpan.FromSeconds((total - _done) / Math.Max(rate, 0.001));
            return string.Create(CultureInfo.InvariantCulture, $"{words} of {Number(total)}{_also}, {100.0 * _done / Math.Max(total, 1):0}%, {Number((long)rate)}/s, {Span(left)} left");
        }

        return $"{words}{_also}, {Number((long)rate)}/s, {Span(elapsed)}";
    }

    private string Number(long value) => _unit == "bytes"
        ? Say.Size(value)
        : value.ToString("N0", CultureInfo.InvariantCulture) + (_unit.Length > 0 ? " " + _unit : "");

    private static string Span(TimeSpan time) => Say.Duration(time);
}
