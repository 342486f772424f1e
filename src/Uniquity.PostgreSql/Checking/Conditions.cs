namespace Uniquity.PostgreSql.Checking;

/// <summary>Takes a condition that the server worded apart at its ANDs.</summary>
internal static class Conditions
{
    /// <summary>What the server makes of a row of nothing but <c>true</c>.</summary>
    private const string Always = "'(t)'::record";

    /// <summary>The conditions, sorted; none where the text is always true.</summary>
    public static IReadOnlyList<string> Of(string condition)
    {
        if (condition is Always or "true") return [];
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Split(condition, found);
        return [.. found];
    }

    /// <summary>The server puts every operation into parentheses of its own: at depth zero there are only ANDs or only ORs.</summary>
    private static void Split(string condition, SortedSet<string> found)
    {
        condition = SqlScan.Unwrap(condition);
        var ands = SqlScan.WordsAtTop(condition, "AND").ToList();
        if (ands.Count == 0) found.Add(InOrder(condition));
        else foreach (var part in Between(condition, ands, "AND")) Split(part, found);
    }

    /// <summary>Alternatives mean the same in any order.</summary>
    private static string InOrder(string condition)
    {
        var ors = SqlScan.WordsAtTop(condition, "OR").ToList();
        return ors.Count == 0 ? condition : string.Join(" OR ", Between(condition, ors, "OR").Select(part => $"({string.Join(" AND ", Of(part))})").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Between(string condition, IEnumerable<int> places, string word)
    {
        var start = 0;
        foreach (var at in places.Append(condition.Length))
        {
            yield return condition[start..at].Trim();
            start = at + word.Length;
        }
    }
}
