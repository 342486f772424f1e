using System.Globalization;
using Uniquity.Wording;

namespace Uniquity.Cli.Terminals;

/// <summary>Words measures for a person.</summary>
internal static class Say
{
    /// <summary>A count with separators: <c>3,000,000</c>.</summary>
    public static string Count(long value) => Counted.Number(value);

    /// <summary>A count with its noun: <c>1 row</c>, <c>12 rows</c>.</summary>
    public static string Count(long value, string one, string? many = null) => Counted.Of(value, one, many);

    /// <summary>A size in bytes as 1024s: <c>16 KiB</c>.</summary>
    public static string Size(long bytes)
    {
        if (bytes < 1024) return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
        var (value, unit) = bytes switch
        {
            < 1L << 20 => (bytes / 1024.0, "KiB"),
            < 1L << 30 => (bytes / 1048576.0, "MiB"),
            _ => (bytes / 1073741824.0, "GiB"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {unit}");
    }

    /// <summary>A time span: <c>0.3 s</c>, <c>12 s</c>, <c>2 min 5 s</c>, <c>5,148 days</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        < 3 * 86400 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
        _ => Count((long)time.TotalDays, "day"),
    };
}
