namespace Uniquity.Cli.Calls;

/// <summary>Words a call so that it can be pasted into a shell.</summary>
internal static class Shell
{
    /// <summary>The word, quoted where a shell would read more into it than it says.</summary>
    public static string Quote(string word)
    {
        if (word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ',' or '/' or ':' or '=' or '@')) return word;

        // Double quotes read better around single ones, where the word has nothing that they leave alive.
        return word.Contains('\'') && word.AsSpan().IndexOfAny("\"$`\\!") < 0 ? $"\"{word}\"" : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
