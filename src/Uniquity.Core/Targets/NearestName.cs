namespace Uniquity.Targets;

/// <summary>The name that a person meant, for errors that teach the right call.</summary>
public static class NearestName
{
    // Nobody mistypes a longer word; comparing one would only take time.
    private const int LongestTyped = 128;

    /// <summary>The name that takes the fewest edits to reach, ignoring case; of several the first.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">The names there are.</param>
    /// <returns><see langword="null"/> where none is near: more than a third of its letters, and more than two, would have to change.</returns>
    public static string? Find(string typed, IEnumerable<string> names)
    {
        if (typed.Length > LongestTyped) return null;
        string? nearest = null;
        var fewest = int.MaxValue;
        foreach (var name in names)
        {
            if (name.Length == 0) continue;
            var edits = Edits(typed.ToUpperInvariant(), name.ToUpperInvariant());
            if (edits < fewest && edits <= Math.Max(2, name.Length / 3)) (nearest, fewest) = (name, edits);
        }

        return nearest;
    }

    /// <summary>The name that takes the fewest edits to reach, however many: where one of them must have been meant.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">The names there are.</param>
    /// <returns><see langword="null"/> where there are none.</returns>
    public static string? Closest(string typed, IEnumerable<string> names) =>
        names.MinBy(name => Edits(typed.ToUpperInvariant(), name.ToUpperInvariant()));

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).</summary>
    private static int Edits(string from, string to)
    {
        var (before, last, row) = (new int[to.Length + 1], new int[to.Length + 1], new int[to.Length + 1]);
        for (var j = 0; j <= to.Length; j++) last[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[to.Length];
    }
}
