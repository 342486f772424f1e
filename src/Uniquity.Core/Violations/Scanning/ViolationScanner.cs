namespace Uniquity.Violations.Scanning;

/// <summary>Goes through a text once, from anchor to anchor, and gives what the parsers read to the collector.</summary>
internal sealed class ViolationScanner(AnchorIndex anchors)
{
    // What parsers may look at in vain: a window's length for every 512 characters of text. Beyond that (a text made of
    // nothing but anchors) windows get shorter, down to the least, so that time stays linear.
    private const int CreditPerCharacter = TextWindow.LookAhead / 512;
    private const int WindowsInCredit = 64;
    private const long MostCredit = (long)WindowsInCredit * TextWindow.LookAhead;
    private const int LeastAhead = 1024;

    private readonly ViolationCollector _collector = new();
    private long _credit = MostCredit;
    private int _position;
    private int _line = 1;
    private int _counted;

    /// <summary>Reads on.</summary>
    /// <param name="text">The text: what was not forgotten of it so far, and more.</param>
    /// <param name="limit">Where anchors are no longer looked at, because what follows them is not there yet.</param>
    /// <param name="ascii">Whether all of the text is ASCII.</param>
    public void Scan(ReadOnlySpan<char> text, int limit, bool ascii)
    {
        var sight = text[..Math.Min(text.Length, limit + anchors.LongestAnchor - 1)];
        var nextAscii = -1;
        var nextOther = ascii ? int.MaxValue : -1;
        while (_position < limit)
        {
            if (nextAscii < _position) nextAscii = anchors.NextAscii(sight[_position..]) is >= 0 and var found ? _position + found : int.MaxValue;
            if (nextOther < _position) nextOther = anchors.NextOther(sight[_position..]) is >= 0 and var found ? _position + found : int.MaxValue;
            var next = Math.Min(nextAscii, nextOther);
            if (next >= limit) break;
            _credit = Math.Min(MostCredit, _credit + ((long)(next - _position + 1) * CreditPerCharacter));
            _position = Ask(text, next);
        }

        _position = Math.Max(_position, limit);
        CountTo(text, limit);
    }

    /// <summary>Forgets the beginning of the text: the next call's text begins that much later.</summary>
    /// <param name="characters">How many characters.</param>
    public void Forget(int characters)
    {
        _position -= characters;
        _counted -= characters;
    }

    /// <summary>What was read; and begins anew.</summary>
    /// <returns>The reading.</returns>
    public Reading Complete()
    {
        _position = 0;
        _counted = 0;
        _line = 1;
        _credit = MostCredit;
        return _collector.Complete();
    }

    /// <summary>Asks the parsers of the anchor; returns where to go on.</summary>
    private int Ask(ReadOnlySpan<char> text, int at)
    {
        // Exactly as much as promised, however the text was cut into chunks: the same text always reads the same.
        var start = Math.Max(0, at - TextWindow.LookBehind);
        var ahead = (int)Math.Clamp(_credit / WindowsInCredit, LeastAhead, TextWindow.LookAhead);
        var window = text[start..(int)Math.Min(text.Length, (long)at + ahead)];
        foreach (var (anchor, parser) in anchors.At(text[at]))
        {
            if (!text[at..].StartsWith(anchor)) continue;
            if (!parser.TryRead(new TextWindow(window, at - start, anchor), out var finding)) continue;
            var line = LineOf(text, start + Math.Clamp(finding.Start, 0, window.Length));
            _collector.Add(finding, line);
            return Math.Clamp(start + finding.End, at + 1, start + window.Length);
        }

        _credit = Math.Max(0, _credit - ahead);
        return at + 1;
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
