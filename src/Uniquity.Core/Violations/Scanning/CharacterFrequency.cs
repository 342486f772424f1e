namespace Uniquity.Violations.Scanning;

/// <summary>How frequent a short text is in ordinary logs, judged by its characters.</summary>
internal static class CharacterFrequency
{
    private const double Space = 0.12;
    private const double Digit = 0.06;
    private const double MostFrequentLetter = 0.1;
    private const double NextLetter = 0.87;
    private const double Other = 0.008;

    private const string Letters = "etaoinsrhldcumfpgwybvkxjqz";

    private static readonly double[] OfAscii = [.. Enumerable.Range(0, 128).Select(character => Of((char)character))];

    /// <summary>The part of all places at which the text stands, as if its characters had nothing to do with each other.</summary>
    public static double Of(ReadOnlySpan<char> text)
    {
        var product = 1.0;
        foreach (var character in text) product *= character < OfAscii.Length ? OfAscii[character] : Other;
        return product;
    }

    private static double Of(char character)
    {
        if (char.IsAsciiDigit(character)) return Digit;
        if (character == ' ') return Space;
        var place = Letters.AsSpan().IndexOf(character);
        return place < 0 ? Other : MostFrequentLetter * Math.Pow(NextLetter, place);
    }
}
