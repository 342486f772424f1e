using System.Globalization;
using Uniquity.Facts;

namespace Uniquity.Diagnosing;

/// <summary>Compares what a writer sent with what a row stores.</summary>
/// <param name="Same">Fields that say the same in both.</param>
/// <param name="Different">Fields that both have and that differ.</param>
public sealed record RowComparison(IReadOnlyList<string> Same, IReadOnlyList<string> Different)
{
    /// <summary>Compares every field that the writer sent and the row has.</summary>
    public static RowComparison Of(Row sent, Row stored)
    {
        var same = new List<string>();
        var different = new List<string>();
        foreach (var field in sent.Fields.EnumerateObject())
        {
            if (!stored.Has(field.Name)) continue;
            (SameValue(sent.Text(field.Name), stored.Text(field.Name)) ? same : different).Add(field.Name);
        }

        return new RowComparison(same, different);
    }

    /// <summary>Whether two texts are one value: equal, or the same number, truth value or moment written in two ways.</summary>
    public static bool SameValue(string? a, string? b)
    {
        if (a == b) return true;
        if (a is null || b is null) return false;
        if (decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y)) return x == y;
        if (Truth.Read(a) is { } p && Truth.Read(b) is { } q) return p == q;
        return Moment.Read(a) is { } s && Moment.Read(b) is { } t && s == t;
    }
}
