namespace Uniquity.Violations.PostgreSql;

/// <summary>Gives each part of a key its value out of the right side of a DETAIL, <c>Smith, John, 7</c>.</summary>
/// <remarks>
/// PostgreSQL joins the values with <c>", "</c> and escapes nothing, so a value that holds that itself makes the list
/// ambiguous. The rules, in order:
/// as many pieces as parts: one each. As many once brackets, braces and quotation marks are taken for units (JSON, arrays,
/// records): those. Otherwise one part takes all the excess: the one that leaves the most of the others with a value that
/// looks like its own (a number, a uuid, a date, a boolean), preferring a part whose name speaks of text and avoiding one
/// that is named like an id; when nothing tells, the first.
/// </remarks>
internal static class KeyValues
{
    private const string Separator = ", ";
    private const int MostPieces = 256;
    private const int MostOthers = 63;

    /// <summary>The values, one for each field.</summary>
    public static string[] Split(string values, List<string> fields)
    {
        if (fields.Count == 1)
            return [values];

        var pieces = values.Split(Separator, MostPieces, StringSplitOptions.None);
        if (pieces.Length == fields.Count)
            return pieces;
        if (pieces.Length < fields.Count)
            return Padded(pieces, fields.Count);

        var units = Units(values);
        return units.Count == fields.Count ? [.. units] : ExcessToOne(pieces, fields);
    }

    /// <summary>Every other way to part the values, the likelier first; none where there is but one.</summary>
    public static IReadOnlyList<string[]> Others(string values, List<string> fields)
    {
        if (fields.Count < 2 || !values.Contains(Separator, StringComparison.Ordinal))
            return [];

        var pieces = values.Split(Separator, MostPieces, StringSplitOptions.None);
        if (pieces.Length <= fields.Count)
            return [];

        var chosen = Split(values, fields);
        var partings = new KeyPartings(pieces, fields);
        return [.. partings.Best(MostOthers + 1).Where(other => !other.AsSpan().SequenceEqual(chosen)).Take(MostOthers)];
    }

    // A text that was cut has fewer values than fields.
    private static string[] Padded(string[] pieces, int count)
    {
        var padded = new string[count];
        Array.Fill(padded, string.Empty);
        pieces.CopyTo(padded, 0);
        return padded;
    }

    private static List<string> Units(string values)
    {
        var units = new List<string>();
        var depth = 0;
        var start = 0;
        var quoted = false;
        for (var i = 0; i < values.Length; i++)
        {
            var c = values[i];
            if (c == '"')
                quoted = !quoted;
            else if (quoted && c == '\\')
                i++;
            else if (!quoted && c is '{' or '[' or '(')
                depth++;
            else if (!quoted && c is '}' or ']' or ')')
                depth--;
            else if (c == ',' && !quoted && depth == 0 && values.AsSpan(i).StartsWith(Separator, StringComparison.Ordinal))
            {
                units.Add(values[start..i]);
                start = i + Separator.Length;
            }
        }

        units.Add(values[start..]);
        return quoted || depth != 0 ? [] : units;
    }

    private static string[] ExcessToOne(string[] pieces, List<string> fields)
    {
        var excess = pieces.Length - fields.Count;
        var best = 0;
        var bestScore = int.MinValue;
        for (var taker = 0; taker < fields.Count; taker++)
        {
            var score = Score(pieces, fields, taker, excess);
            if (score > bestScore)
                (best, bestScore) = (taker, score);
        }

        var values = new string[fields.Count];
        for (var f = 0; f < values.Length; f++)
        {
            values[f] = f == best
                ? string.Join(Separator, pieces, f, excess + 1)
                : pieces[f < best ? f : f + excess];
        }

        return values;
    }

    private static int Score(string[] pieces, List<string> fields, int taker, int excess)
    {
        var score = ValueShape.HoldsText(fields[taker]);
        for (var f = 0; f < fields.Count; f++)
        {
            if (f != taker)
                score += ValueShape.Fits(fields[f], pieces[f < taker ? f : f + excess]);
        }

        return score;
    }
}
