namespace Uniquity.Violations.SqlServer;

/// <summary>Goes through the parts of one of SQL Server's sentences.</summary>
internal ref struct SqlServerSentence(ReadOnlySpan<char> text, int start)
{
    private const int LongestName = 400;
    private const int LongestKey = 8 * 1024;

    private readonly ReadOnlySpan<char> _text = text;

    /// <summary>Where reading stands.</summary>
    public int At { get; private set; } = start;

    /// <summary>Reads a quoted name and the full stop behind it.</summary>
    /// <param name="followedBy">The words that should follow: they tell the name's last quote from one of its own.</param>
    /// <param name="name">The name.</param>
    public bool TryName(ReadOnlySpan<char> followedBy, out string? name)
    {
        name = null;
        var rest = _text.LineAfter(At, LongestName);
        if (rest.IsEmpty || rest[0] is not ('\'' or '"' or '`')) return false;
        var words = rest.IndexOf(followedBy);
        if (words > 2 && rest[..(words - 2)].Contains("'. ", StringComparison.Ordinal)) words = -1; // those of another message
        for (var i = words > 2 ? words - 2 : 2; i < rest.Length; i++)
        {
            // Where other words follow, a quote before a letter is the name's own.
            if (rest[i] != rest[0] || (i + 1 < rest.Length && char.IsLetterOrDigit(rest[i + 1]))) continue;
            name = rest[1..i].ToString();
            At += i + 1;
            if (At < _text.Length && _text[At] == '.') At++;
            return name is not "%.*ls" and not "%ls";
        }

        return false;
    }

    /// <summary>Goes past words; where the text has a line break, they may have a space.</summary>
    public bool Skip(ReadOnlySpan<char> words)
    {
        var at = At;
        foreach (var expected in words)
        {
            if (expected == ' ')
            {
                var blank = at;
                while (at < _text.Length && char.IsWhiteSpace(_text[at])) at++;
                if (at == blank) return false;
            }
            else if (at >= _text.Length || _text[at++] != expected)
            {
                return false;
            }
        }

        At = at;
        return true;
    }

    /// <summary>Reads the values up to the bracket that ends them, and the full stop.</summary>
    public KeyValue[] Key()
    {
        var rest = _text[At..Math.Min(_text.Length, At + LongestKey)];
        var end = rest.IndexOf(").");
        while (end >= 0 && end + 2 < rest.Length && !char.IsWhiteSpace(rest[end + 2]) && rest[end + 2] is not ('\'' or '"' or '`' or '<' or ')' or '(' or ',' or '\\'))
        {
            var next = rest[(end + 2)..].IndexOf(").");
            end = next < 0 ? -1 : end + 2 + next;
        }

        if (end < 0) end = rest.IndexOfAny(')', '\n');
        if (end < 0) return [];
        var values = rest[..end];
        var key = new KeyValue[values.Count(", ") + 1];
        var count = 0;
        foreach (var range in values.Split(", "))
        {
            var value = values[range];
            key[count++] = new KeyValue(null, value.ToString(), value is "<NULL>");
        }

        At += Math.Min(rest.Length, end + (rest[end..].StartsWith(").") ? 2 : 1));
        return key;
    }

    /// <summary>The parts of <c>database.schema.table</c>.</summary>
    public static (string? Database, string? Schema, string? Table) Apart(string? name)
    {
        if (name is null) return default;
        var last = name.LastIndexOf('.');
        if (last <= 0 || last == name.Length - 1) return (null, null, name);
        var schema = name[..last];
        var first = schema.LastIndexOf('.');
        return first <= 0 ? (null, schema, name[(last + 1)..]) : (schema[..first], schema[(first + 1)..], name[(last + 1)..]);
    }
}
