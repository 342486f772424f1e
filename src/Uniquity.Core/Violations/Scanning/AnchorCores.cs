using System.Runtime.InteropServices;

namespace Uniquity.Violations.Scanning;

/// <summary>Chooses the parts of the anchors that are searched for: few, and rare in ordinary logs.</summary>
/// <remarks>Runs when the command starts: without queries and without copies, it takes about a millisecond.</remarks>
internal sealed class AnchorCores
{
    // Three characters are what the vectorised search compares before it looks closer.
    private const int Length = 3;

    // How much a core is disliked for being frequent: each place where its beginning stands is looked at closer, and each
    // where all of it stands ends the search, to compare the anchors.
    private const double DislikeOfBeginning = 2_000;
    private const double DislikeOfCore = 100_000;

    private readonly string[] _anchors;
    private readonly Core[] _chosen;
    private readonly List<Part> _parts = [];

    private AnchorCores(string[] anchors)
    {
        _anchors = anchors;
        _chosen = new Core[anchors.Length];
    }

    /// <summary>Chooses a core for every anchor.</summary>
    /// <param name="anchors">The anchors, each once.</param>
    /// <returns>The core of each, in their order. Anchors share one wherever that pays.</returns>
    public static Core[] Choose(string[] anchors)
    {
        var cores = new AnchorCores(anchors);
        cores.Gather();
        cores.Choose();
        return cores._chosen;
    }

    /// <summary>The parts of all anchors and who has them.</summary>
    private void Gather()
    {
        var byText = new Dictionary<string, int>(StringComparer.Ordinal);
        var lookup = byText.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var anchor = 0; anchor < _anchors.Length; anchor++)
        {
            var text = _anchors[anchor].AsSpan();
            var asciiOnly = HasAsciiPart(text);
            for (var at = 0; at == 0 || at + Length <= text.Length; at++)
            {
                var piece = text[at..Math.Min(text.Length, at + Length)];
                if (asciiOnly && !System.Text.Ascii.IsValid(piece)) continue;
                if (!lookup.TryGetValue(piece, out var index))
                {
                    lookup[piece] = index = _parts.Count;
                    _parts.Add(new Part([], CharacterFrequency.Of(piece)));
                }

                // Where an anchor has a part twice, its first place counts.
                var owners = _parts[index].Owners;
                if (owners.Count == 0 || owners[^1].Anchor != anchor) owners.Add(new Owner(anchor, at));
            }
        }
    }

    /// <summary>The part that most of the anchors left share, again and again: near enough to the fewest.</summary>
    private void Choose()
    {
        var parts = CollectionsMarshal.AsSpan(_parts);
        foreach (ref var part in parts) part.Score = Score(part);
        for (var left = _anchors.Length; left > 0;)
        {
            var best = 0;
            for (var i = 1; i < parts.Length; i++)
            {
                if (parts[i].Score > parts[best].Score) best = i;
            }

            var owners = parts[best].Owners;
            var text = _anchors[owners[0].Anchor].Substring(owners[0].At, CommonLength(owners));
            foreach (var owner in owners) _chosen[owner.Anchor] = new Core(text, owner.At);
            left -= owners.Count;
            foreach (ref var part in parts)
            {
                if (part.Owners.RemoveAll(owner => _chosen[owner.Anchor].Text is not null) > 0) part.Score = Score(part);
            }
        }
    }

    private double Score(Part part)
    {
        if (part.Owners.Count == 0) return -1;
        var (anchor, at) = part.Owners[0];
        var core = _anchors[anchor].AsSpan(at, CommonLength(part.Owners));
        return part.Owners.Count / (1 + (DislikeOfBeginning * part.Frequency) + (DislikeOfCore * CharacterFrequency.Of(core)));
    }

    /// <summary>How far the owners agree from the part on; where it is ASCII, as far as that.</summary>
    private int CommonLength(List<Owner> owners)
    {
        var common = _anchors[owners[0].Anchor].AsSpan(owners[0].At);
        foreach (var owner in owners) common = common[..common.CommonPrefixLength(_anchors[owner.Anchor].AsSpan(owner.At))];
        if (!char.IsAscii(common[0])) return common.Length;
        var ascii = common.IndexOfAnyExceptInRange('\0', '\x7F');
        return ascii < 0 ? common.Length : ascii;
    }

    /// <summary>Only ASCII can be searched together with others.</summary>
    private static bool HasAsciiPart(ReadOnlySpan<char> anchor)
    {
        for (var at = 0; at + Length <= anchor.Length; at++)
        {
            if (System.Text.Ascii.IsValid(anchor.Slice(at, Length))) return true;
        }

        return false;
    }

    /// <summary>A part of an anchor that is searched for.</summary>
    /// <param name="Text">The part.</param>
    /// <param name="Offset">How far in the anchor it begins.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Core(string Text, int Offset);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Owner(int Anchor, int At);

    [StructLayout(LayoutKind.Auto)]
    private record struct Part(List<Owner> Owners, double Frequency)
    {
        public double Score { get; set; }
    }
}
