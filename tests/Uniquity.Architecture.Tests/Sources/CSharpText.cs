using System.Text.RegularExpressions;

namespace Uniquity.Architecture.Tests.Sources;

/// <summary>C# source as far as the tests read it.</summary>
internal static partial class CSharpText
{
    /// <summary>The source with every comment taken out; strings and characters stay as they are.</summary>
    public static string WithoutComments(string source) =>
        Token().Replace(source, token => token.Value.StartsWith("//", StringComparison.Ordinal) || token.Value.StartsWith("/*", StringComparison.Ordinal) ? " " : token.Value);

    // In order: raw strings, verbatim strings, strings, characters, comments. What stands first in the text wins.
    [GeneratedRegex("""
        "{3}[\s\S]*?"{3}|[$]?@[$]?"(?:[^"]|"")*"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|//[^\n]*|/\*[\s\S]*?\*/
        """)]
    private static partial Regex Token();
}
