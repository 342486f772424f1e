using System.Text.Json;
using System.Text.RegularExpressions;
using Uniquity.Violations;

namespace Uniquity.AspNetCore;

/// <summary>The fields of a request that a violation is about, as its client spells them.</summary>
internal static partial class FieldNames
{
    /// <summary>The properties that the exception knows, else the columns of the key, else what the index is named after.</summary>
    /// <param name="violation">The violation.</param>
    /// <param name="properties">The application's own names; empty where none are known.</param>
    /// <param name="policy">How JSON spells a property.</param>
    public static IReadOnlyList<string> Of(Violation violation, IReadOnlyList<string> properties, JsonNamingPolicy? policy)
    {
        if (properties.Count > 0) return [.. properties.Select(property => Spelled(property, policy))];
        var columns = violation.Key.Count > 0 ? violation.Key.Select(part => part.Field).OfType<string>().SelectMany(Columns) : FromIndex(violation);
        return [.. columns.Select(column => Spelled(Pascal(column), policy)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Words for a person: <c>emailAddress</c> is <c>email address</c>.</summary>
    public static string Words(string name) =>
        string.Join(' ', Word().Matches(name.Split('.')[^1]).Select(word => IsAcronym(word.Value) ? word.Value : word.Value.ToLowerInvariant()));

    private static bool IsAcronym(string word) => word.Length > 1 && word.All(char.IsUpper);

    // lower((email)::text): the column is what is neither a function nor a type.
    private static IEnumerable<string> Columns(string part)
    {
        if (Plain().IsMatch(part)) return [part];
        var bare = Strings().Replace(Types().Replace(part, ""), "");
        return Identifier().Matches(bare).Select(match => match.Groups["name"].Value.Trim('"')).Where(name => name.Length > 0).Take(4);
    }

    // users_email_key and IX_Users_Email are what PostgreSQL and EF Core call an index that nobody named.
    private static IEnumerable<string> FromIndex(Violation violation)
    {
        if (violation.Index is not { } index || violation.Table is not { } table) return [];
        var name = Affixes().Replace(index, "");
        if (!name.StartsWith(table + "_", StringComparison.OrdinalIgnoreCase)) return [];
        name = name[(table.Length + 1)..];
        return name.Length == 0 || name.Equals("pkey", StringComparison.OrdinalIgnoreCase) ? [] : [name];
    }

    private static string Pascal(string column) =>
        column.Contains('_', StringComparison.Ordinal)
            ? string.Concat(column.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]))
            : column;

    private static string Spelled(string path, JsonNamingPolicy? policy) =>
        policy is null ? path : string.Join('.', path.Split('.').Select(policy.ConvertName));

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_.$ ]*$", RegexOptions.None, 100)]
    private static partial Regex Plain();

    [GeneratedRegex(@"::""?[\p{L}_][\p{L}\p{N}_]*""?(?:\s+varying|\s+precision)?(?:\[\])?", RegexOptions.None, 100)]
    private static partial Regex Types();

    [GeneratedRegex("'(?:[^']|'')*'", RegexOptions.None, 100)]
    private static partial Regex Strings();

    [GeneratedRegex(@"(?<name>""[^""]+""|\b[\p{L}_][\p{L}\p{N}_]*\b)(?!\s*\()", RegexOptions.None, 100)]
    private static partial Regex Identifier();

    [GeneratedRegex("^(?:ix|ux|uq|uk|ak|idx|unique)_|_(?:key|idx|ux|uq|uk|unique|uniq|index)$", RegexOptions.IgnoreCase, 100)]
    private static partial Regex Affixes();

    [GeneratedRegex(@"\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{N}]+|\p{Lo}+|\p{N}+", RegexOptions.None, 100)]
    private static partial Regex Word();
}
