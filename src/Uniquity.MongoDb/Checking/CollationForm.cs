using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Checking;

/// <summary>What a collation means for uniqueness, whatever the version of the server's ICU and the options that are as usual.</summary>
/// <remarks>https://www.mongodb.com/docs/manual/reference/collation/</remarks>
internal static class CollationForm
{
    /// <summary>The form of a collation under which upper and lower case are one.</summary>
    public const string Case = "case-insensitive";

    /// <summary>The form of one under which accents are nothing either.</summary>
    public const string Accents = "case- and accent-insensitive";

    private static readonly Dictionary<string, string> Usual = new(StringComparer.Ordinal)
    {
        ["caseLevel"] = "false",
        ["caseFirst"] = "'off'",
        ["strength"] = "3",
        ["numericOrdering"] = "false",
        ["alternate"] = "'non-ignorable'",
        ["maxVariable"] = "'punct'",
        ["normalization"] = "false",
        ["backwards"] = "false",
    };

    /// <summary>The form.</summary>
    /// <returns><see langword="null"/> where strings differ when their bytes do, or only in how Unicode composes a letter.</returns>
    public static string? Of(BsonDocument? collation)
    {
        if (collation is null || collation["locale"] is { Type: BsonType.String } locale && locale.AsString() == "simple") return null;
        var unusual = new List<string>();
        foreach (var option in collation)
        {
            if (option.Name is "locale" or "version" or "caseFirst" or "backwards") continue;
            var value = ShellWriter.Value(option);
            if (Usual.GetValueOrDefault(option.Name) != value) unusual.Add($"{option.Name}: {value}");
        }

        unusual.Sort(StringComparer.Ordinal);
        return unusual switch
        {
            [] or ["strength: 4"] or ["strength: 5"] => null,
            ["strength: 2"] => Case,
            ["strength: 1"] => Accents,
            _ => $"{{ {string.Join(", ", unusual)} }}",
        };
    }

    /// <summary>Whether upper and lower case are one under it.</summary>
    public static bool FoldsCase(BsonDocument? collation) => Of(collation) is Case or Accents;
}
