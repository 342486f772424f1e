using System.Runtime.InteropServices;
using System.Text;

namespace Uniquity.Loading;

/// <summary>One value of a record, as the bytes that the file has for it.</summary>
/// <remarks>The bytes may belong to a <see cref="RecordMemory"/>, and are good as long as that is not cleared.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct LoadValue : IEquatable<LoadValue>
{
    private readonly ReadOnlyMemory<byte> bytes;

    /// <summary>Makes one of UTF-8.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="utf8">Its text, checked to be UTF-8.</param>
    public LoadValue(LoadValueKind kind, ReadOnlyMemory<byte> utf8) => (Kind, bytes) = (kind, utf8);

    /// <summary>Makes one of a text.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="text">Its text; <see langword="null"/> where it is missing or null.</param>
    public LoadValue(LoadValueKind kind, string? text) => (Kind, bytes) = (kind, string.IsNullOrEmpty(text) ? default : Encoding.UTF8.GetBytes(text));

    /// <summary>Null.</summary>
    public static LoadValue Null => new(LoadValueKind.Null, default(ReadOnlyMemory<byte>));

    /// <summary>What it is.</summary>
    public LoadValueKind Kind { get; }

    /// <summary>Whether there is a value: it is neither missing nor null.</summary>
    public bool HasText => Kind is not (LoadValueKind.Missing or LoadValueKind.Null);

    /// <summary>Its text in UTF-8; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Utf8 => bytes;

    /// <summary>Its text, made anew by each call; <see langword="null"/> where it is missing or null.</summary>
    public string? Text => HasText ? Encoding.UTF8.GetString(bytes.Span) : null;

    /// <summary>Whether two are of the same kind and have the same text.</summary>
    public static bool operator ==(LoadValue left, LoadValue right) => left.Equals(right);

    /// <summary>Whether two differ in kind or text.</summary>
    public static bool operator !=(LoadValue left, LoadValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(LoadValue other) => Kind == other.Kind && bytes.Span.SequenceEqual(other.bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LoadValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Kind);
        hash.AddBytes(bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>What it is, without what it holds.</summary>
    public override string ToString() => Kind.ToString();
}
