using Uniquity.Targets;

namespace Uniquity.Loading;

/// <summary>What becomes of a record whose key is taken, as a person words it: <c>skip</c>, <c>newer:updated_at</c>.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Field">The column that tells the newer; only for <see cref="ConflictKind.Newer"/>.</param>
public sealed record ConflictPolicy(ConflictKind Kind, string? Field = null)
{
    private static readonly string[] Words = ["skip", "update", "replace", "newer:", "stop"];

    /// <summary>Reads one.</summary>
    /// <exception cref="UsageException">It is none; the nearest is named.</exception>
    public static ConflictPolicy Parse(string text)
    {
        if (text.StartsWith("newer:", StringComparison.Ordinal) && text.Length > 6) return new(ConflictKind.Newer, text[6..]);
        return text switch
        {
            "skip" => new(ConflictKind.Skip),
            "update" => new(ConflictKind.Update),
            "replace" => new(ConflictKind.Replace),
            "stop" => new(ConflictKind.Stop),
            "newer" or "newer:" => throw new UsageException("newer by which column? Nearest right call: --on-conflict newer:updated_at"),
            _ => throw new UsageException($"--on-conflict is skip, update, replace, newer:COLUMN or stop, not {text}; nearest right call: --on-conflict {NearestName.Find(text, Words) ?? "skip"}"),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Field is null ? Kind.ToString().ToLowerInvariant() : "newer:" + Field;
}
