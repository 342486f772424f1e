namespace Uniquity.Violations.Scanning;

/// <summary>Goes through a text once, from anchor to anchor, and gives what the parsers read to the collector.</summary>
internal sealed class ViolationScanner(AnchorIndex anchors)
{
    // What parsers may look at in vain: a window's length for every 512 characters of text. Beyond that (a text made of
    // nothing but anchors) windows get shorter, down to the least, so that time stays linear.
    private const int CreditPerCharacter = TextWindow.LookAhead / 512;
    private const int Block = 16 * 1024;
    private const int WindowsInCredit = 64;
    private const long MostCredit = (long)WindowsInCredit * TextWindow.LookAhead;
    private const int LeastAhead = 1024;

    private readonly ViolationCollector _collector = new();
    private long _credit = MostCredit;

    // Cores whose turn has not come, counted from the beginning of all text, and how much of that was forgotten.
    private readonly Queue<long> _waiting = new();
    private long _forgotten;
    private int _position;
    private int _done;
    private int _line = 1;
    private int _counted;

    /// <summary>Reads on.</summary>
    /// <param name="text">The text: what was not forgotten of it so far, and more.</param>
    /// <param name="limit">Where anchors are no longer looked at, because what follows them is not there yet.</param>
    /// <param name="ascii">Whether all of the text is ASCII.</param>
    public void Scan(ReadOnlySpan<char> text, int limit, bool ascii)
    {
        var passes = anchors.Passes(ascii);
        while (_position < limit)
        {
            // Block by block, so that all searches find it in the processor's nearest cache.
            var end = Math.Min(limit, _position + Block);
            ScanBlock(text, end, passes);
            _position = Math.Max(_position, end);
        }

        CountTo(text, limit);
    }

    /// <summary>Reads on in a text whose cores were searched already.</summary>
    /// <param name="chunk">The text, and the cores in what is new of it.</param>
    /// <param name="limit">Where anchors are no longer looked at, because what follows them is not there yet.</param>
    public void Scan(in TextChunk chunk, int limit)
    {
        var text = chunk.Text.Span;
        foreach (var core in chunk.Cores.Span) _waiting.Enqueue(core + chunk.Carried + _forgotten);
        while (_waiting.TryPeek(out var place) && place - _forgotten is var core && core < limit)
        {
            _waiting.Dequeue();
            if (core < _position) continue;
            _credit = Math.Min(MostCredit, _credit + ((core - _position + 1) * CreditPerCharacter));
            _position = Ask(text, (int)core);
        }

        _position = Math.Max(_position, limit);
        CountTo(text, limit);
    }

    private void ScanBlock(ReadOnlySpan<char> text, int end, int passes)
    {
        var sight = text[..Math.Min(text.Length, end + anchors.LongestCore - 1)];
        Span<int> next = stackalloc int[passes];
        next.Fill(-1);
        while (_position < end)
        {
            var nearest = end;
            for (var pass = 0; pass < passes; pass++)
            {
                if (next[pass] < _position) next[pass] = anchors.Next(pass, sight[_position..]) is >= 0 and var found ? _position + found : int.MaxValue;
                nearest = Math.Min(nearest, next[pass]);
            }

            if (nearest >= end) return;
            _credit = Math.Min(MostCredit, _credit + ((long)(nearest - _position + 1) * CreditPerCharacter));
            _position = Ask(text, nearest);
        }
    }

    /// <summary>Forgets the beginning of the text: the next call's text begins that much later.</summary>
    /// <param name="characters">How many characters.</param>
    public void Forget(int characters)
    {
        _forgotten += characters;
        _position -= characters;
        _done -= characters;
        _counted -= characters;
    }

    /// <summary>What was read; and begins anew.</summary>
    /// <returns>The reading.</returns>
    public Reading Complete()
    {
        _waiting.Clear();
        _forgotten = 0;
        _position = 0;
        _done = 0;
        _counted = 0;
        _line = 1;
        _credit = MostCredit;
        return _collector.Complete();
    }

    /// <summary>Asks the parsers whose anchors stand around a core; returns where to go on.</summary>
    private int Ask(ReadOnlySpan<char> text, int core)
    {
        foreach (var (anchor, offset, parser) in anchors.Around(text[core]))
        {
            var at = core - offset;
            if (at < _done || !text[at..].StartsWith(anchor)) continue;

            // Exactly as much as promised, however the text was cut into chunks: the same text always reads the same.
            var start = Math.Max(0, at - TextWindow.LookBehind);
            var ahead = (int)Math.Clamp(_credit / WindowsInCredit, LeastAhead, TextWindow.LookAhead);
            var window = text[start..(int)Math.Min(text.Length, (long)at + ahead)];
            if (!parser.TryRead(new TextWindow(window, at - start, anchor), out var finding))
            {
                _credit = Math.Max(0, _credit - ahead);
                continue;
            }

            var line = LineOf(text, start + Math.Clamp(finding.Start, 0, window.Length));
            _collector.Add(finding, line);
            _done = Math.Clamp(start + finding.End, at + 1, start + window.Length);
            return Math.Max(_done, core + 1);
        }

        return core + 1;
    }

    private int LineOf(ReadOnlySpan<char> text, int index)
    {
        // A report may begin before its anchor, on a line that is counted already.
        if (index < _counted) return _line - text[index.._counted].Count('\n');
        CountTo(text, index);
        return _line;
    }

    private void CountTo(ReadOnlySpan<char> text, int index)
    {
        if (index <= _counted) return;
        _line += text[_counted..index].Count('\n');
        _counted = index;
    }
}
