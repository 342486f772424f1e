namespace Uniquity.Cli.Calls;

/// <summary>Finds the word that a person meant.</summary>
internal static class Nearest
{
    /// <summary>The candidate with the fewest changed letters.</summary>
    /// <returns><see langword="null"/> where every candidate differs in more than a third of its letters (or two of them).</returns>
    public static string? Of(string typed, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var fewest = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var distance = Distance(typed, candidate);
            if (distance >= fewest || distance > Math.Max(2, candidate.Length / 3)) continue;
            (nearest, fewest) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>Levenshtein's distance with swaps of neighbours (optimal string alignment), case counted as nothing.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 64) return int.MaxValue;
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
