using Uniquity.Targets;

namespace Uniquity.Resolving;

/// <summary>Says which row of each group stays; ties go to the smallest primary key, so that the order is total.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Field">The field it compares; set for newest, oldest, largest and smallest only.</param>
public sealed record KeepPolicy(KeepKind Kind, string? Field = null)
{
    /// <summary>The words of the command line, in their order.</summary>
    public const string Words = "first|last|newest:F|oldest:F|largest:F|smallest:F|most-complete";

    /// <summary>Reads <c>first</c>, <c>newest:updated_at</c>, ….</summary>
    /// <exception cref="UsageException">It is none of <see cref="Words"/>, or lacks its field.</exception>
    public static KeepPolicy Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (word, field) = colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
        return (word, field) switch
        {
            ("first", null) => new(KeepKind.First),
            ("last", null) => new(KeepKind.Last),
            ("most-complete", null) => new(KeepKind.MostComplete),
            ("newest", { Length: > 0 }) => new(KeepKind.Newest, field),
            ("oldest", { Length: > 0 }) => new(KeepKind.Oldest, field),
            ("largest", { Length: > 0 }) => new(KeepKind.Largest, field),
            ("smallest", { Length: > 0 }) => new(KeepKind.Smallest, field),
            ("newest" or "oldest" or "largest" or "smallest", _) => throw new UsageException($"--keep {word} needs the field that it compares: --keep {word}:updated_at"),
            _ => throw new UsageException($"--keep {text} is not a policy. One of: {Words}"),
        };
    }

    /// <summary>The policy as the command line writes it.</summary>
    public override string ToString() => Kind switch
    {
        KeepKind.First => "first",
        KeepKind.Last => "last",
        KeepKind.MostComplete => "most-complete",
        KeepKind.Newest => $"newest:{Field}",
        KeepKind.Oldest => $"oldest:{Field}",
        KeepKind.Largest => $"largest:{Field}",
        _ => $"smallest:{Field}",
    };
}
