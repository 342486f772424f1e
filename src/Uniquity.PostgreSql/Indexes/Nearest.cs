namespace Uniquity.PostgreSql.Indexes;

/// <summary>Finds the name that a person most likely meant.</summary>
internal static class Nearest
{
    /// <summary>The name with the fewest changed letters; ties go to the one that comes first.</summary>
    public static string? To(string typed, IEnumerable<string> names) => names.MinBy(name => Distance(typed.ToUpperInvariant(), name.ToUpperInvariant()));

    /// <summary>Letters to insert, delete or change (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
