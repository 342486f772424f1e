using System.Globalization;

namespace Uniquity.Cli.Calls;

/// <summary>Reads a duration as a person types it: <c>500ms</c>, <c>30s</c>, <c>2m</c>, <c>1h</c>.</summary>
internal static class DurationText
{
    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

    /// <summary>The longest that is taken: what a server's timeout in whole milliseconds can hold.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Reads one.</summary>
    /// <returns>Whether the text is a duration above zero and no longer than 24 days.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        foreach (var (unit, milliseconds) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;
            if (!double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) continue;
            var total = value * milliseconds;
            if (total is < 1 or double.NaN || total > Longest.TotalMilliseconds) return false;
            duration = TimeSpan.FromMilliseconds(total);
            return true;
        }

        return false;
    }
}
