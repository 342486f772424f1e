using System.Security.Cryptography;
using System.Text;
using Uniquity.Violations;

namespace Uniquity.Cli.Masking;

/// <summary>Replaces key values by a short hash, keyed by a random key of this run: equal values show equal, and nobody can look one up.</summary>
/// <remarks>
/// A value is learnt where it stands as a value, and then hidden wherever else it stands: in a fact, a query, a statement.
/// So a report is learnt before any of it is shown.
/// </remarks>
internal sealed partial class Mask
{
    private readonly byte[] _key;
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Makes one with a random key.</summary>
    public Mask() : this(RandomNumberGenerator.GetBytes(32))
    {
    }

    private Mask(byte[] key) => _key = key;

    /// <summary>The hash that stands for a value, which is learnt.</summary>
    public string Value(string value)
    {
        if (_known.TryGetValue(value, out var known)) return known;
        var hash = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(value));
        return _known[value] = "#" + Convert.ToHexStringLower(hash.AsSpan(0, 5));
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
        [.. key.Select(part => part.Value is null || part.IsNull ? part : part with { Value = Value(part.Value), Json = null })];

    /// <summary>The text with every learnt value in it hidden, as it stands or as SQL and JSON escape it.</summary>
    public string Text(string text) => Text(text, isProse: false);

    /// <summary>A sentence of ours with every learnt value in it hidden; words that only look like one stay.</summary>
    public string Prose(string text) => Text(text, isProse: true);

    private string Text(string text, bool isProse)
    {
        foreach (var (value, hash) in _known.OrderByDescending(known => known.Key.Length))
        {
            if (value.Length > 0) text = MaskedText.Replace(text, value, hash, isProse);
        }

        return text;
    }

    private string? Optional(string? text) => text is null ? null : Text(text);
}
