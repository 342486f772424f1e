using Uniquity.Indexes;
using Uniquity.MongoDb.Shell;
using Uniquity.MongoDb.Statements;

namespace Uniquity.MongoDb.Enforcing;

/// <summary>Words of a call as a shell takes them, for messages that a person pastes from.</summary>
internal static class CallText
{
    private static readonly MongoStatements Statements = new();

    /// <summary>One word, in quotes where a shell would take it apart.</summary>
    public static string Word(string text) =>
        text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ',' or '/' or ':' or '@' or '+') && !text.StartsWith('-')
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>An option with a filter: a shell puts nothing in place of <c>$type</c> between single quotes.</summary>
    public static string Where(string filter) => "--where " + Word(filter.Contains('"', StringComparison.Ordinal) || filter.Contains('\\', StringComparison.Ordinal) ? filter : filter.Replace('\'', '"'));

    /// <summary>A field inside a filter.</summary>
    public static string Field(string path) => path.Length > 0 && !char.IsAsciiDigit(path[0]) && path.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') ? path : ShellWriter.Quote(path);

    /// <summary>A key.</summary>
    public static string Key(IReadOnlyList<KeyPart> key) => Word(Statements.KeyArgument(key));
}
