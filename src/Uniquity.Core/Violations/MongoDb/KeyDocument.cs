namespace Uniquity.Violations.MongoDb;

/// <summary>
/// Reads a key's document part by part: <c>{ email: "x", n: 1 }</c>, <c>{ : "x" }</c> of older servers, and the forms of
/// <c>keyValue</c> that drivers print (JSON, JavaScript, Python, Ruby).
/// </summary>
/// <param name="text">The text.</param>
/// <param name="open">Where the brace stands that begins the document.</param>
/// <param name="isQuoted">Whether the message itself stands between bare double quotes.</param>
/// <param name="isLiteral">Whether a language wrote it, with quotes inside strings escaped; a server's message escapes none.</param>
internal ref struct KeyDocument(ReadOnlySpan<char> text, int open, bool isQuoted = false, bool isLiteral = false)
{
    private const int LongestName = 1024;

    private readonly ReadOnlySpan<char> _text = text;
    private ReadOnlySpan<char> _name;
    private ReadOnlySpan<char> _value;
    private char _quote;
    private bool _isDoubled;
    private bool _isSpaced;

    /// <summary>Where reading stands: past the closing brace, once the document is read.</summary>
    public int End { get; private set; } = open + 1;

    /// <summary>Whether the closing brace was read; not so where the text is cut short.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The part that was read, as the text prints it.</summary>
    public readonly KeyValue Current => new(
        _name.IsEmpty ? null : WrappedText.Unwrap(_name),
        _quote == '\0' ? WrappedText.Unwrap(_value) : KeyString.Content(_isDoubled ? _value.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : _value, _quote),
        _quote == '\0' && IsNullWord(_value));

    /// <summary>The name of the part that was read.</summary>
    public readonly ReadOnlySpan<char> Name => _name;

    /// <summary>The value of the part that was read: of a string what stands between its quotes, else the text as printed.</summary>
    public readonly ReadOnlySpan<char> Value => _value;

    /// <summary>Whether that value stands between quotes.</summary>
    public readonly bool IsText => _quote != '\0';

    /// <summary>Reads the next part.</summary>
    /// <returns>Whether there was one.</returns>
    public bool MoveNext()
    {
        var at = End;
        WrappedText.SkipBlank(_text, ref at);
        if (at < _text.Length && _text[at] == ',') at++;
        WrappedText.SkipBlank(_text, ref at);
        if (at < _text.Length && _text[at] == '}')
        {
            IsClosed = true;
            End = at + 1;
            return false;
        }

        if (!TryReadName(ref at)) return false;
        WrappedText.SkipBlank(_text, ref at);
        if (at >= _text.Length) return false;
        ReadValue(ref at);
        End = at;
        return true;
    }

    private bool TryReadName(ref int at)
    {
        if (at >= _text.Length) return false;
        if (_text[at] is '"' or '\'' or '`')
        {
            var end = KeyString.SimpleEnd(_text, at + 1, _text[at]);
            if (end < 0) return false;
            _name = _text[(at + 1)..end].Trim('"');
            at = end + 1;
            WrappedText.SkipBlank(_text, ref at);
            if (at >= _text.Length || _text[at] is not (':' or '=')) return false;
        }
        else
        {
            var rest = _text[at..Math.Min(_text.Length, at + LongestName)];
            var separator = rest.IndexOfAny(":={}\"");
            if (separator < 0 || rest[separator] is not (':' or '=')) return false;
            _isSpaced = _text[open + 1] == ' ';
            _name = rest[..separator].Trim();
            at += separator;
        }

        at++;
        if (at < _text.Length && _text[at] == '>') at++;
        return true;
    }

    private void ReadValue(ref int at)
    {
        _isDoubled = false;
        _quote = _text[at] is '"' or '\'' or '`' ? _text[at] : '\0';
        if (TryReadTypographic(ref at)) return;
        if (_quote == '\0')
        {
            var end = BareValue.End(_text, at);
            _value = _text[at..end];
            at = end;
            return;
        }

        if (TryReadDoubled(ref at)) return;
        var start = at + 1;
        var close = _quote == '"' && !isLiteral ? KeyString.End(_text, start, isQuoted, _isSpaced) : KeyString.SimpleEnd(_text, start, _quote);
        if (close < 0)
        {
            // Cut short: what is left of the line is what the text states.
            var rest = _text[start..];
            var line = rest.IndexOfAny('\r', '\n');
            _value = line < 0 ? rest : rest[..line];
            at = start + _value.Length;
            return;
        }

        _value = _text[start..close];
        at = close + 1;
    }

    /// <summary>A word processor or a mail program made the quotes pretty.</summary>
    private bool TryReadTypographic(ref int at)
    {
        if (_text[at] is not ('“' or '”' or '„')) return false;
        var close = _text[(at + 1)..].IndexOfAny('”', '“');
        if (close < 0) return false;
        _quote = '“';
        _value = _text.Slice(at + 1, close);
        at += close + 2;
        return true;
    }

    private bool TryReadDoubled(ref int at)
    {
        if (_quote != '"' || !_text[at..].StartsWith("\"\"") || at + 2 >= _text.Length || _text[at + 2] is ' ' or ',' or '}') return false;
        var close = KeyString.DoubledEnd(_text, at + 2);
        if (close < at + 2) return false;
        _value = _text[(at + 2)..close];
        _isDoubled = true;
        at = close + 2;
        return true;
    }

    private static bool IsNullWord(ReadOnlySpan<char> value) =>
        value.Trim() is "null" or "undefined" or "missing" or "None" or "nil" or "NULL" or "BsonNull" or "EOO";
}
