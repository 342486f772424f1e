using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Uniquity.Cli.Tests.Running;

/// <summary>Holds what a person sees against the approved text in the folder Approvals beside the test.</summary>
public static partial class Approval
{
    /// <summary>Compares; what differs at every run (durations, versions, temporary folders) is replaced first.</summary>
    /// <param name="text">What was printed.</param>
    /// <param name="name">The approved file's name, without ending.</param>
    /// <param name="hide">Words to replace, each with its stand-in.</param>
    /// <param name="file">The test's file; given by the compiler.</param>
    public static void ShouldBeApproved(this string text, string name, IReadOnlyDictionary<string, string>? hide = null, [CallerFilePath] string file = "")
    {
        foreach (var (word, standIn) in hide ?? new Dictionary<string, string>()) text = text.Replace(word, standIn, StringComparison.Ordinal);
        text = Seconds().Replace(Measured().Replace(Version().Replace(text.ReplaceLineEndings("\n"), "SQLite 3.x"), "in 0.0 s"), "\"seconds\": 0");
        text.ShouldMatchApproved(approval => approval
            .SubFolder(Path.Combine(Path.GetDirectoryName(file)!, "Approvals"))
            .WithFilenameGenerator((_, _, type, ending) => $"{name}.{type}.{ending}"));
    }

    [GeneratedRegex(@"in \d+\.\d s")]
    private static partial Regex Measured();

    [GeneratedRegex("\"seconds\": [0-9.]+")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"SQLite 3\.\d+\.\d+")]
    private static partial Regex Version();
}
