using Uniquity.Duplicates;

namespace Uniquity.Sqlite.Duplicates;

/// <summary>Folded keys in statements.</summary>
internal static class FoldSql
{
    /// <summary>What runs: the connection's own function, which knows all of Unicode.</summary>
    public static string Run(string value, Folding fold) =>
        fold == Folding.None ? value : $"{FoldFunction.Name}({value}, {(int)fold})";

    /// <summary>What is shown: as near as SQLite's own functions come. <see cref="Remark"/> says what they lack.</summary>
    public static string Show(string value, Folding fold)
    {
        var sql = value;
        if (fold.HasFlag(Folding.Space))
        {
            // Tabs and line ends to spaces, then runs to one: a run becomes pairs of marks, inner marks vanish.
            sql = $"replace(replace(replace({sql}, char(9), ' '), char(10), ' '), char(13), ' ')";
            sql = $"replace(replace(replace(trim({sql}), ' ', char(1, 2)), char(2, 1), ''), char(1, 2), ' ')";
        }

        return fold.HasFlag(Folding.Case) ? $"lower({sql})" : sql;
    }

    /// <summary>A comment for a shown statement whose functions do less than what ran; empty where they do the same.</summary>
    public static string Remark(Folding fold) => fold switch
    {
        Folding.None => string.Empty,
        _ when fold.HasFlag(Folding.Unicode) => "-- sqlite3 has no Unicode normalising: this shows the groups that need none\n",
        _ => "-- sqlite3 folds ASCII only: keys that differ in other letters or spaces are not joined here\n",
    };
}
