namespace Uniquity.Violations.PostgreSql;

/// <summary>What the look of a value, and the name of its field, tell about where a list of values is to be parted.</summary>
internal static class ValueShape
{
    /// <summary>How well a whole value fits a field: its look is a type's own, and the name asks for it.</summary>
    public static int Fits(string field, string value)
    {
        var typed = IsTyped(value);
        var wanted = IsIdName(field);
        return (typed ? 4 : 0) + (typed && wanted ? 2 : 0) - (!typed && wanted && value.Contains(' ', StringComparison.Ordinal) ? 2 : 0);
    }

    /// <summary>How likely a field is to hold free text with commas.</summary>
    public static int HoldsText(string field)
    {
        if (IsIdName(field))
            return -3;

        foreach (var word in (ReadOnlySpan<string>)["name", "title", "address", "desc", "text", "label", "note", "comment", "street", "city", "subject", "body"])
        {
            if (field.Contains(word, StringComparison.OrdinalIgnoreCase))
                return 1;
        }

        return 0;
    }

    private static bool IsIdName(string field)
    {
        var name = field.AsSpan();
        return name.EndsWith("id", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("_no", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("_at", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("date", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("year", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("number", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("count", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("version", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsTyped(string value)
    {
        if (value.Length == 0)
            return false;
        if (value is "t" or "f" or "true" or "false" or "null" || Guid.TryParseExact(value, "D", out _))
            return true;

        // Numbers, dates, times, intervals: they begin with a digit or a sign and hold no letter but those of a zone or an exponent.
        if (!char.IsAsciiDigit(value[0]) && !(value[0] is '-' or '+' && value.Length > 1))
            return false;

        foreach (var c in value)
        {
            if (!char.IsAsciiDigit(c) && c is not ('-' or '+' or '.' or ':' or ' ' or 'e' or 'E' or 'T' or 'Z'))
                return false;
        }

        return true;
    }
}
