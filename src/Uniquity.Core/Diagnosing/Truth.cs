namespace Uniquity.Diagnosing;

/// <summary>Reads truth values as databases and drivers print them.</summary>
internal static class Truth
{
    public static bool? Read(string? text) => text?.ToUpperInvariant() switch
    {
        "TRUE" or "T" or "1" or "Y" or "YES" => true,
        "FALSE" or "F" or "0" or "N" or "NO" => false,
        _ => null,
    };
}
