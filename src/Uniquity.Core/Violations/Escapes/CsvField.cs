namespace Uniquity.Violations.Escapes;

/// <summary>Finds the quoted CSV field that holds a message: JSON with all its quotes written twice, a stack over many lines.</summary>
internal static class CsvField
{
    /// <summary>Finds the quote that begins the field.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">A place inside the field.</param>
    /// <param name="behind">How far back to look.</param>
    /// <param name="ahead">How far ahead to look for the doubled quotes that show it.</param>
    /// <returns>Where the quote stands; -1 where the place is in no such field.</returns>
    /// <remarks>
    /// Inside a field quotes come in even runs. So the next run of quotes is even, and the first odd one that stands before
    /// it begins the field, which a separator or a line's start shows.
    /// </remarks>
    public static int Opening(ReadOnlySpan<char> text, int at, int behind, int ahead)
    {
        var next = text[at..Math.Min(text.Length, at + ahead)].IndexOf('"');
        if (next < 0 || RunFrom(text, at + next) % 2 != 0) return -1;
        var floor = Math.Max(0, at - behind);
        var before = at;
        while (text[floor..before].LastIndexOf('"') is >= 0 and var last)
        {
            var end = floor + last + 1;
            before = end - 1;
            while (before > floor && text[before - 1] == '"') before--;
            if ((end - before) % 2 == 0) continue;
            return before == 0 || text[before - 1] is ',' or ';' or '\t' or '\n' ? before : -1;
        }

        return -1;
    }

    private static int RunFrom(ReadOnlySpan<char> text, int at)
    {
        var run = text[at..].IndexOfAnyExcept('"');
        return run < 0 ? text.Length - at : run;
    }
}
