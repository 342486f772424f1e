using System.Text;

namespace Uniquity.Loading.Reading;

/// <summary>Text of bytes, or the news that they are none.</summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text.</summary>
    /// <returns><see langword="null"/> where the bytes are not UTF-8.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The start of bytes for a person.</summary>
    public static string Show(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.Length > 1000 ? bytes[..1000] : bytes).TrimEnd('\r', '\n');
}
