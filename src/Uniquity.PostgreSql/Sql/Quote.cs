using System.Globalization;
using System.Text;
using Uniquity.Indexes;
using Uniquity.Statements;

namespace Uniquity.PostgreSql.Sql;

/// <summary>The one place where names and literals are quoted, by PostgreSQL's rules.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-syntax-lexical.html</remarks>
internal static class Quote
{
    /// <summary>The most bytes of a name (NAMEDATALEN - 1); a longer one is cut by the server.</summary>
    public const int NameBytes = 63;

    /// <summary>A name, in quotes where it needs them.</summary>
    public static string Name(string name) =>
        IsPlain(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A table's name with its schema.</summary>
    public static string Table(TableName table) =>
        table.Schema is null ? Name(table.Name) : $"{Name(table.Schema)}.{Name(table.Name)}";

    /// <summary>
    /// A string literal that reads the same whatever <c>standard_conforming_strings</c> is, and that can be pasted: what cannot
    /// be seen stands by number.
    /// </summary>
    public static string Literal(string value)
    {
        if (HiddenCharacter.IsIn(value)) return Escaped(value);
        var quoted = $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
        return value.Contains('\\', StringComparison.Ordinal) ? "E" + quoted.Replace("\\", "\\\\", StringComparison.Ordinal) : quoted;
    }

    private static string Escaped(string value)
    {
        var literal = new StringBuilder("E'", value.Length + 16);
        foreach (var character in value)
        {
            _ = character switch
            {
                '\'' => literal.Append("''"),
                '\\' => literal.Append(@"\\"),
                '\n' => literal.Append(@"\n"),
                '\r' => literal.Append(@"\r"),
                '\t' => literal.Append(@"\t"),
                < '\u0080' when char.IsControl(character) => literal.Append(CultureInfo.InvariantCulture, $@"\x{(int)character:x2}"),
                _ when HiddenCharacter.Is(character) => literal.Append(CultureInfo.InvariantCulture, $@"\u{(int)character:x4}"),
                _ => literal.Append(character),
            };
        }

        return literal.Append('\'').ToString();
    }

    /// <summary>A name as the server keeps it: cut after 63 bytes, never inside a character.</summary>
    public static string Truncate(string name) => Truncate(name, NameBytes);

    /// <summary>A name for a new object: where the server would cut it, it ends in a hash of the whole, so that two long names stay two.</summary>
    public static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= NameBytes) return name;
        var hash = 2166136261u;
        foreach (var character in name) hash = (hash ^ character) * 16777619u;
        return $"{Truncate(name, NameBytes - 9)}_{hash:x8}";
    }

    private static string Truncate(string name, int most)
    {
        if (Encoding.UTF8.GetByteCount(name) <= most) return name;
        var bytes = 0;
        var end = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > most) break;
            end += rune.Utf16SequenceLength;
        }

        return name[..end];
    }

    private static bool IsPlain(string name)
    {
        if (name.Length == 0 || !(char.IsAsciiLetterLower(name[0]) || name[0] == '_')) return false;
        foreach (var character in name)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '_') return false;
        }

        return !Keywords.MustBeQuoted(name);
    }
}
