using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Resolving.Values;

/// <summary>A finite number of any of BSON's four types, exactly: <c>Digits × 10^Exponent</c>, without zeros at the end.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ExactNumber(BigInteger Digits, int Exponent)
{
    /// <summary>Reads a number.</summary>
    /// <returns><see langword="null"/> for infinities, for what is no number, and for any other type.</returns>
    public static ExactNumber? Of(BsonElement value) => value.Type switch
    {
        BsonType.Int32 or BsonType.Int64 => Normal(value.AsInt64(), 0),
        BsonType.Double => OfDouble(BinaryPrimitives.ReadDoubleLittleEndian(value.Value)),
        BsonType.Decimal128 => OfText(Text(value)),
        _ => null,
    };

    /// <summary>Adds.</summary>
    public static ExactNumber operator +(ExactNumber left, ExactNumber right)
    {
        var exponent = Math.Min(left.Exponent, right.Exponent);
        return Normal(left.At(exponent) + right.At(exponent), exponent);
    }

    /// <summary>Less than zero where it is the smaller, more where it is the larger.</summary>
    public int Against(ExactNumber other)
    {
        if (Digits.Sign != other.Digits.Sign) return Digits.Sign.CompareTo(other.Digits.Sign);
        var exponent = Math.Min(Exponent, other.Exponent);
        return At(exponent).CompareTo(other.At(exponent));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Digits}E{Exponent}");

    /// <summary>The text of a whole number, as <see cref="ToString"/> writes it.</summary>
    public static string Text(long value)
    {
        var exponent = 0;
        for (; value != 0 && value % 10 == 0; value /= 10) exponent++;
        return string.Create(CultureInfo.InvariantCulture, $"{value}E{exponent}");
    }

    /// <summary>The text that a Decimal128 prints: <c>1.5</c>, <c>NaN</c>, <c>-Infinity</c>.</summary>
    public static string Text(BsonElement value)
    {
        var shown = ShellWriter.Value(value);
        return shown[(shown.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Trim('\'', '"');
    }

    private static ExactNumber? OfDouble(double value)
    {
        if (!double.IsFinite(value)) return null;
        var bits = BitConverter.DoubleToInt64Bits(value);
        var power = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        if (power == 0) power++;
        else mantissa |= 1L << 52;
        power -= 1075;
        var digits = new BigInteger(bits < 0 ? -mantissa : mantissa);

        // m / 2^n is m × 5^n / 10^n: every double has an exact decimal form.
        return power >= 0 ? Normal(digits << power, 0) : Normal(digits * BigInteger.Pow(5, -power), power);
    }

    private static ExactNumber? OfText(string text)
    {
        var at = text.IndexOfAny(['e', 'E']);
        var exponent = at < 0 ? 0 : int.Parse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = at < 0 ? text : text[..at];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0) (mantissa, exponent) = (mantissa.Remove(dot, 1), exponent - (mantissa.Length - dot - 1));
        return BigInteger.TryParse(mantissa, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var digits) ? Normal(digits, exponent) : null;
    }

    private static ExactNumber Normal(BigInteger digits, int exponent)
    {
        if (digits.IsZero) return new(BigInteger.Zero, 0);
        while (true)
        {
            var shorter = BigInteger.DivRem(digits, 10, out var rest);
            if (!rest.IsZero) return new(digits, exponent);
            (digits, exponent) = (shorter, exponent + 1);
        }
    }

    private BigInteger At(int exponent) => Digits * BigInteger.Pow(10, Exponent - exponent);
}
