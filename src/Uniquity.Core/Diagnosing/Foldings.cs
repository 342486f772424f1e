using System.Globalization;
using System.Text;

namespace Uniquity.Diagnosing;

/// <summary>Says how two texts differ that an index counts as one.</summary>
internal static class Foldings
{
    /// <summary>Whether two texts are equal once case, accents, white space and Unicode form are put aside.</summary>
    public static bool AreEqual(string a, string b) => Bare(Unspaced(a)).Equals(Bare(Unspaced(b)), StringComparison.OrdinalIgnoreCase);

    /// <summary>In words: <c>they differ only in case</c>.</summary>
    public static string Difference(string a, string b)
    {
        if (a.Equals(b, StringComparison.OrdinalIgnoreCase)) return "they differ only in case";
        if (Form(a) == Form(b)) return "they differ only in Unicode form";
        if (Unspaced(a) == Unspaced(b)) return "they differ only in white space";
        if (Bare(a) == Bare(b)) return "they differ only in accents";
        return AreEqual(a, b) ? "they differ only in case, accents or white space" : "they are written differently";
    }

    private static string Unspaced(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Form(string text) => Normalised(text, NormalizationForm.FormKC);

    private static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var c in Normalised(text, NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) bare.Append(c);
        }

        return bare.ToString();
    }

    // A lone surrogate cannot be normalised; such a text is left as it is.
    private static string Normalised(string text, NormalizationForm form)
    {
        try
        {
            return text.Normalize(form);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
