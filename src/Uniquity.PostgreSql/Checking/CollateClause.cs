using Uniquity.PostgreSql.Indexes;

namespace Uniquity.PostgreSql.Checking;

/// <summary>Finds COLLATE clauses: the planner drops them from the trees that it prints.</summary>
internal static class CollateClause
{
    private const string Word = "COLLATE";

    /// <summary>Takes the clause off the end of a key part.</summary>
    public static (string Expression, string? Collation) Split(string part)
    {
        var inside = SqlScan.Unwrap(part);
        var at = SqlScan.WordsAtTop(inside, Word).LastOrDefault(-1);
        if (at < 0) return (part, null);
        var name = inside[(at + Word.Length)..].Trim();
        return NameReader.Read(name) is null ? (part, null) : (inside[..at].Trim(), name);
    }

    /// <summary>The clauses inside an expression, which its printed tree lacks; empty for most.</summary>
    public static string Inner(string expression)
    {
        var names = SqlScan.Words(expression, Word).Select(at => NameAt(expression, at + Word.Length)).ToList();
        return names.Count == 0 ? "" : $" COLLATE {string.Join(' ', names)}";
    }

    private static string NameAt(string expression, int at)
    {
        while (at < expression.Length && char.IsWhiteSpace(expression[at])) at++;
        // The longest text that is a name.
        var end = at;
        for (var next = at + 1; next <= expression.Length; next++)
        {
            if (NameReader.Read(expression[at..next]) is not null) end = next;
            else if (expression[at] != '"' && expression[next - 1] != '.') break;
        }

        return expression[at..end].Trim('"');
    }
}
