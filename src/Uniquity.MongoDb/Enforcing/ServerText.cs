using System.Text.RegularExpressions;

namespace Uniquity.MongoDb.Enforcing;

/// <summary>Shortens what the server says of an index: the specification that it repeats is known.</summary>
internal static partial class ServerText
{
    /// <summary>The reason alone, on one line.</summary>
    public static string Short(string message)
    {
        var text = message.ReplaceLineEndings(" ").Trim();
        var said = Specification().Match(text);
        if (said.Success) text = said.Groups["said"].Value;
        return text.Trim().TrimEnd('.');
    }

    // mongod: 'Error in specification { … } :: caused by :: …', DocumentDB: 'Error in specification { … }:…'
    [GeneratedRegex(@"^Error in specification \{.*\}\s*(:: caused by ::|:)\s*(?<said>.+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Specification();
}
