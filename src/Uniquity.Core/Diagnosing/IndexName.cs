using System.Text;
using Uniquity.Indexes;

namespace Uniquity.Diagnosing;

/// <summary>Names the indexes that remedies build: <c>users_email_live</c>.</summary>
internal static class IndexName
{
    /// <summary>A name of table, key and purpose, in characters that need no quotes where the names have none, and not the old index's.</summary>
    public static string For(TableName table, IReadOnlyList<KeyPart> key, string purpose, string old)
    {
        var name = new StringBuilder(Plain(table.Name));
        foreach (var part in key) name.Append('_').Append(Plain(part.Part));
        name.Append('_').Append(purpose);
        return name.Equals(old) ? name.Append('2').ToString() : name.ToString();
    }

    // lower((email)::text) becomes lower_email_text: letters and digits stay, everything between is one underscore.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c)) plain.Append(c);
            else if (plain.Length > 0 && plain[^1] != '_') plain.Append('_');
        }

        return plain.ToString().TrimEnd('_');
    }
}
