using System.Buffers;

namespace Uniquity.Violations.Sqlite;

/// <summary>SQLite's result codes, by name and number, and where drivers print them.</summary>
internal static class SqliteCodes
{
    /// <summary>The name of code 19, with which the names of its extended codes begin.</summary>
    public const string Prefix = "SQLITE_CONSTRAINT";

    /// <summary>SQLITE_CONSTRAINT: some constraint.</summary>
    public const string Constraint = "19";

    /// <summary>SQLITE_CONSTRAINT_UNIQUE.</summary>
    public const string Unique = "2067";

    private const string PrimaryKey = "1555";
    private const string RowId = "2579";
    private static readonly SearchValues<char> OfName = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_");

    /// <summary>The name that begins at an index.</summary>
    public static ReadOnlySpan<char> NameAt(ReadOnlySpan<char> text, int at)
    {
        var rest = text[at..Math.Min(text.Length, at + 40)];
        var end = rest.IndexOfAnyExcept(OfName);
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>The code of a unique violation by its name.</summary>
    public static string? OfUnique(ReadOnlySpan<char> name) => name switch
    {
        "SQLITE_CONSTRAINT_UNIQUE" => Unique,
        "SQLITE_CONSTRAINT_PRIMARYKEY" => PrimaryKey,
        "SQLITE_CONSTRAINT_ROWID" => RowId,
        _ => null,
    };

    /// <summary>The page of a constraint that is not unique, by its name.</summary>
    public static string? OfRelated(ReadOnlySpan<char> name) => name switch
    {
        "SQLITE_CONSTRAINT_FOREIGNKEY" => "UQ901",
        "SQLITE_CONSTRAINT_NOTNULL" => "UQ902",
        "SQLITE_CONSTRAINT_CHECK" => "UQ909",
        _ => null,
    };

    /// <summary>Whether a name stands as a value (quoted, bracketed, at the end of a line), not in prose.</summary>
    public static bool IsField(ReadOnlySpan<char> text, int at, int end)
    {
        var before = at == 0 ? '\n' : text[at - 1];
        var after = end >= text.Length ? '\n' : text[end];
        return before is '"' or '\'' or '[' or '\n' or '`' || after is '\r' or '\n' && text[..at].EndsWith(": ");
    }

    /// <summary>The code that stands before the sentence on its line.</summary>
    public static string? Before(ReadOnlySpan<char> text, int at)
    {
        var line = text.LineBefore(at, 100);
        var name = line.LastIndexOf(Prefix);
        if (name >= 0) return OfUnique(NameAt(line, name)) ?? Constraint;
        var word = line.LastIndexOf("code", StringComparison.OrdinalIgnoreCase);
        if (word >= 0 && Number(line[(word + 4)..]) is { } code) return code;
        return line.EndsWith(": 19 ") || line[Math.Max(0, line.Length - 20)..].Contains("Error 19: ", StringComparison.Ordinal) ? Constraint : null;
    }

    /// <summary>The code that stands right after the sentence: <c>(code 2067 SQLITE_CONSTRAINT_UNIQUE)</c>, <c>(2067)</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="end">Where the sentence ends; moved past the code.</param>
    /// <returns>The code.</returns>
    public static string? After(ReadOnlySpan<char> text, ref int end)
    {
        var line = text.LineAfter(end, 60);
        var rest = line.TrimStart("'\". :");
        var isMarked = rest.StartsWith("(");
        if (isMarked) rest = rest[1..];
        if (rest.StartsWith("Sqlite ")) rest = rest["Sqlite ".Length..];
        if (rest.StartsWith("code "))
        {
            rest = rest["code ".Length..];
            isMarked = true;
        }

        var code = isMarked ? Number(rest) : null;
        var name = line.IndexOf(Prefix);
        if (code is null && !rest.StartsWith(Prefix)) return null;
        code ??= OfUnique(NameAt(rest, 0)) ?? Constraint;
        end += name >= 0 ? name + NameAt(line, name).Length : line.Length - rest.Length;
        return code;
    }

    /// <summary>The code that says more.</summary>
    public static string? Richer(string? a, string? b) => a is null or Constraint ? b ?? a : a;

    private static string? Number(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(" :=\"'");
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return (digits < 0 ? text : text[..digits]) switch
        {
            Unique => Unique,
            PrimaryKey => PrimaryKey,
            RowId => RowId,
            Constraint => Constraint,
            _ => null,
        };
    }
}
