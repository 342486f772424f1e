using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Uniquity.Causes;
using Uniquity.Duplicates;
using Uniquity.Violations;

namespace Uniquity.Cli.Masking;

/// <summary>Replaces key values by a short hash, keyed by a random key of this run: equal values show equal, and nobody can look one up.</summary>
/// <remarks>
/// A value is learnt where it stands as a value, and then hidden wherever else it stands: in a fact, a query, a statement.
/// Learn before showing.
/// </remarks>
internal sealed class Mask
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The hash that stands for a value, which is learnt.</summary>
    public string Value(string value)
    {
        if (_known.TryGetValue(value, out var known)) return known;
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(value));
        return _known[value] = "#" + Convert.ToHexStringLower(hash.AsSpan(0, 5));
    }

    /// <summary>Hides the keys of a text's violations.</summary>
    public Reading Hide(Reading reading)
    {
        foreach (var violation in reading.Violations) Learn(violation.Key.Where(part => !part.IsNull).Select(part => part.Value));
        return reading with { Violations = [.. reading.Violations.Select(Hide)] };
    }

    /// <summary>Hides the key of a violation, and its values in what else the text printed.</summary>
    public Violation Hide(Violation violation) => violation with
    {
        Key = Key(violation.Key),
        Statement = Optional(violation.Statement),
        Context = Optional(violation.Context),
    };

    /// <summary>Hides learnt values in causes.</summary>
    public IReadOnlyList<NamedCause> Hide(IReadOnlyList<NamedCause> causes) => [.. causes.Select(Hide)];

    /// <summary>Hides the keys of a report's groups.</summary>
    public DuplicateReport Hide(DuplicateReport report) => report with { Top = [.. report.Top.Select(Hide)] };

    /// <summary>Hides the key of a group; where the key is the row's id, the ids too.</summary>
    public DuplicateGroup Hide(DuplicateGroup group)
    {
        var masked = group with { Key = Key(group.Key) };
        return masked with { Ids = [.. group.Ids.Select(Text)] };
    }

    /// <summary>Learns values that a text may repeat.</summary>
    public void Learn(IEnumerable<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrEmpty(value)) Value(value);
        }
    }

    /// <summary>The key with its values hidden; null stays null.</summary>
    public IReadOnlyList<KeyValue> Key(IReadOnlyList<KeyValue> key) =>
        [.. key.Select(part => part with { Value = part.Value is null || part.IsNull ? part.Value : Value(part.Value) })];

    /// <summary>The text with every learnt value in it hidden, as it stands or as SQL and JSON escape it.</summary>
    /// <remarks>A value is replaced where it stands alone, not as part of a longer word or number.</remarks>
    public string Text(string text)
    {
        foreach (var (value, hash) in _known.OrderByDescending(known => known.Key.Length).ToArray())
        {
            if (value.Length == 0) continue;
            foreach (var form in Forms(value)) text = Replace(text, form, hash);
        }

        return text;
    }

    /// <summary>A row with the values of the key's columns hidden, and learnt values hidden elsewhere.</summary>
    public JsonElement Row(JsonElement row, IReadOnlyCollection<string> keyParts)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var field in row.EnumerateObject())
            {
                writer.WritePropertyName(field.Name);
                if (field.Value.ValueKind == JsonValueKind.Null) writer.WriteNullValue();
                else if (keyParts.Any(part => Mentions(part, field.Name))) writer.WriteStringValue(Value(Plain(field.Value)));
                else if (field.Value.ValueKind == JsonValueKind.String) writer.WriteStringValue(Text(field.Value.GetString()!));
                else writer.WriteRawValue(Raw(field.Value));
            }

            writer.WriteEndObject();
        }

        using var masked = JsonDocument.Parse(buffer.ToArray());
        return masked.RootElement.Clone();
    }

    private NamedCause Hide(NamedCause cause) => cause with
    {
        Why = Text(cause.Why),
        Evidence = [.. cause.Evidence.Select(evidence => new Evidence(Text(evidence.Fact), Optional(evidence.Query)))],
        Remedies = [.. cause.Remedies.Select(Hide)],
    };

    private Remedy Hide(Remedy remedy) => remedy with
    {
        Title = Text(remedy.Title),
        Commands = [.. remedy.Commands.Select(command => command with { Text = Text(command.Text) })],
        Run = Optional(remedy.Run),
    };

    private string? Optional(string? text) => text is null ? null : Text(text);

    private string Raw(JsonElement value)
    {
        var raw = value.GetRawText();
        return Text(raw) == raw ? raw : JsonEncodedText.Encode(Text(raw)) is var hidden ? $"\"{hidden}\"" : raw;
    }

    private static string Plain(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static IEnumerable<string> Forms(string value)
    {
        yield return value;
        if (value.Contains('\'')) yield return value.Replace("'", "''", StringComparison.Ordinal);
        var json = JsonEncodedText.Encode(value).ToString();
        if (json != value) yield return json;
    }

    private static string Replace(string text, string value, string hash)
    {
        for (var at = text.IndexOf(value, StringComparison.Ordinal); at >= 0; at = text.IndexOf(value, at, StringComparison.Ordinal))
        {
            var end = at + value.Length;
            var inWord = at > 0 && IsWord(text[at - 1]) && IsWord(value[0]) || end < text.Length && IsWord(text[end]) && IsWord(value[^1]);
            if (inWord)
            {
                at++;
                continue;
            }

            text = string.Concat(text.AsSpan(0, at), hash, text.AsSpan(end));
            at += hash.Length;
        }

        return text;
    }

    /// <summary>Whether a key part is the column, or an expression over it.</summary>
    private static bool Mentions(string part, string column)
    {
        for (var at = part.IndexOf(column, StringComparison.Ordinal); at >= 0; at = part.IndexOf(column, at + 1, StringComparison.Ordinal))
        {
            var end = at + column.Length;
            if ((at == 0 || !IsWord(part[at - 1])) && (end == part.Length || !IsWord(part[end]))) return true;
        }

        return false;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
