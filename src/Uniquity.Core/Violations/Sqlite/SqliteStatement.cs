namespace Uniquity.Violations.Sqlite;

/// <summary>The statement beside a message, where there is one.</summary>
internal static class SqliteStatement
{
    private const int Sight = 200;

    /// <summary>Whether the message's line, or the one after it, shows the statement that builds a unique index.</summary>
    /// <remarks>SQLite's sentence is the same for a refused row and for a refused index.</remarks>
    public static bool IsIndexBuild(ReadOnlySpan<char> text, int start, int end)
    {
        // The line after it may be SQLAlchemy's [SQL: …].
        var after = text[end..Math.Min(text.Length, end + Sight)];
        var first = after.IndexOf('\n') + 1;
        var second = after[first..].IndexOf('\n');
        return Has(text.LineBefore(start, Sight)) || Has(second < 0 ? after : after[..(first + second)]);
    }

    private static bool Has(ReadOnlySpan<char> text) => text.Contains("CREATE UNIQUE INDEX", StringComparison.OrdinalIgnoreCase);
}
