using System.Globalization;

namespace Uniquity.Sqlite.Sql;

/// <summary>Reals as text that reads back as the same real, and never as an integer.</summary>
internal static class RealText
{
    /// <summary>The shortest text that round-trips, with a decimal point or an exponent: <c>1.0</c>, <c>0.1</c>, <c>1E+20</c>.</summary>
    public static string Of(double number)
    {
        if (!double.IsFinite(number)) return number.ToString(CultureInfo.InvariantCulture);
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }
}
