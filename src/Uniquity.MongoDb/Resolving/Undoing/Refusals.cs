using System.Text.RegularExpressions;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Resolving.Undoing;

/// <summary>Why the server does not take a document back, in words without its values.</summary>
internal static partial class Refusals
{
    /// <summary>The words.</summary>
    public static string Words(WriteError error)
    {
        if (error.Code != MongoException.DuplicateKey) return $"MongoDB refuses it ({error.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.')})";
        var index = Index().Match(error.Message);
        return index.Success ? $"another document has its key now (unique index {index.Groups["name"].Value})" : "another document has its key now";
    }

    // mongod: 'E11000 duplicate key error collection: db.c index: email_1 dup key: …', DocumentDB: "… Index 'email_1'"
    [GeneratedRegex("""[Ii]ndex:? '?(?<name>[^\s']+)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Index();
}
