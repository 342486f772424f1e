using Uniquity.Targets;

namespace Uniquity.Resolving;

/// <summary>One rule of <c>--merge</c>.</summary>
/// <param name="Kind">What becomes of the field.</param>
/// <param name="Field">The field; <see langword="null"/> for every field outside the key that no other rule names (<c>--merge fill</c>).</param>
public sealed record MergeRule(MergeKind Kind, string? Field)
{
    /// <summary>Reads <c>fill</c> or <c>visits=sum</c>.</summary>
    /// <exception cref="UsageException">It is neither.</exception>
    public static MergeRule Parse(string text)
    {
        var equals = text.LastIndexOf('=');
        var (field, word) = equals <= 0 ? (null, text) : (text[..equals], text[(equals + 1)..]);
        MergeKind? kind = word switch
        {
            "fill" => MergeKind.Fill,
            "keep" => MergeKind.Keep,
            "max" => MergeKind.Max,
            "min" => MergeKind.Min,
            "sum" => MergeKind.Sum,
            "union" => MergeKind.Union,
            "longest" => MergeKind.Longest,
            _ => null,
        };
        if (kind is { } known && (field is not null || known == MergeKind.Fill)) return new MergeRule(known, field);
        throw new UsageException(kind is null
            ? $"--merge {text} is not a rule. One of: fill, F=max|min|sum|union|longest|keep|fill"
            : $"--merge {word} needs its field: --merge visits={word}");
    }

    /// <summary>The rule as the command line writes it.</summary>
    public override string ToString()
    {
        var word = Kind switch
        {
            MergeKind.Fill => "fill",
            MergeKind.Keep => "keep",
            MergeKind.Max => "max",
            MergeKind.Min => "min",
            MergeKind.Sum => "sum",
            MergeKind.Union => "union",
            _ => "longest",
        };
        return Field is null ? word : $"{Field}={word}";
    }
}
