using Uniquity.Duplicates;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>Reads <c>--fold case,space,unicode</c>.</summary>
internal static class FoldText
{
    private static readonly Dictionary<string, Folding> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["case"] = Folding.Case,
        ["space"] = Folding.Space,
        ["unicode"] = Folding.Unicode,
    };

    /// <summary>Reads one.</summary>
    /// <exception cref="UsageException">A word is none of the three.</exception>
    public static Folding Parse(string? text)
    {
        var folding = Folding.None;
        foreach (var word in (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Known.TryGetValue(word, out var known))
            {
                throw new UsageException($"--fold is of case, space and unicode, not {word}; nearest right call: --fold {NearestName.Find(word, Known.Keys) ?? "case,space,unicode"}");
            }

            folding |= known;
        }

        return text is not null && folding == Folding.None
            ? throw new UsageException("--fold wants one or more of case, space, unicode; nearest right call: --fold case")
            : folding;
    }
}
