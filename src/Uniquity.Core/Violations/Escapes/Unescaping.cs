namespace Uniquity.Violations.Escapes;

/// <summary>A buffer that is being unescaped in place, with where each character came from and where the anchor goes.</summary>
internal ref struct Unescaping(char[] chars, int[] raw, int length, int anchor)
{
    private readonly Span<char> _chars = chars;
    private readonly Span<int> _raw = raw;
    private int _read;
    private int _at = -1;

    /// <summary>The characters not yet read.</summary>
    public readonly ReadOnlySpan<char> Rest => _chars[_read..length];

    /// <summary>How many characters have been written.</summary>
    public int Written { get; private set; }

    /// <summary>Where the anchor stands among the written characters.</summary>
    public readonly int At => _at < 0 ? Written : _at;

    /// <summary>Whether the anchor has been read.</summary>
    public readonly bool IsPastAnchor => _read > anchor;

    /// <summary>Copies the next characters as they are.</summary>
    /// <param name="count">How many.</param>
    public void Keep(int count)
    {
        Mark(count, Written + (anchor - _read));
        if (Written != _read)
        {
            _chars.Slice(_read, count).CopyTo(_chars[Written..]);
            _raw.Slice(_read, count).CopyTo(_raw[Written..]);
        }

        _read += count;
        Written += count;
    }

    /// <summary>Writes one character in place of the next ones.</summary>
    /// <param name="count">How many characters it stands for.</param>
    /// <param name="character">What they mean.</param>
    public void Replace(int count, char character)
    {
        Mark(count, Written);
        _chars[Written] = character;
        _raw[Written] = _raw[_read];
        _read += count;
        Written++;
    }

    /// <summary>Leaves the next characters out.</summary>
    /// <param name="count">How many.</param>
    public void Skip(int count)
    {
        Mark(count, Written);
        _read += count;
    }

    /// <summary>Ends the text where reading stands.</summary>
    public readonly void Complete() => _raw[Written] = _raw[_read];

    private void Mark(int count, int at)
    {
        if (_at < 0 && anchor < _read + count) _at = at;
    }
}
