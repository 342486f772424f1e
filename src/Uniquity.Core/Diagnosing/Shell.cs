namespace Uniquity.Diagnosing;

/// <summary>Words of a call that a person pastes into a shell.</summary>
public static class Shell
{
    /// <summary>The argument as one word of a POSIX shell; plain characters need no quotes in any shell.</summary>
    public static string Word(string argument) =>
        argument.Length > 0 && argument.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ',' or '-')
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
