using System.Text;

namespace Uniquity.Loading.Reading;

/// <summary>Bytes for a person.</summary>
internal static class Utf8Text
{
    /// <summary>A person who mends a record needs all of it; beyond this it is no record that a person reads.</summary>
    private const int Most = 1 << 20;

    /// <summary>The start of what is too long to be kept.</summary>
    public static string Start(ReadOnlySpan<byte> bytes) => Show(bytes.Length > 1000 ? bytes[..1000] : bytes);

    /// <summary>Bytes, whatever they are.</summary>
    public static string Show(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.Length > Most ? bytes[..Most] : bytes).TrimEnd('\r', '\n');
}
