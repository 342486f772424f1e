using System.Text;

namespace Uniquity.Loading.Reading;

/// <summary>Bytes for a person.</summary>
internal static class Utf8Text
{
    /// <summary>The start of bytes, whatever they are.</summary>
    public static string Show(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.Length > 1000 ? bytes[..1000] : bytes).TrimEnd('\r', '\n');
}
