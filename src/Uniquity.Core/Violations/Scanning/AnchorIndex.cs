using System.Buffers;
using System.Text;

namespace Uniquity.Violations.Scanning;

/// <summary>Finds the anchors of all parsers in one pass.</summary>
/// <remarks>
/// <see cref="SearchValues{T}"/> compares many strings at once with vector instructions as long as they are at most 80, and
/// ASCII; those of localised messages are searched apart, and only in text that is not pure ASCII.
/// </remarks>
internal sealed class AnchorIndex
{
    private readonly SearchValues<string> _ascii;
    private readonly SearchValues<string> _other;
    private readonly Candidate[][] _byAsciiStart = new Candidate[128][];
    private readonly Dictionary<char, Candidate[]> _byOtherStart = [];

    /// <summary>Gathers the anchors.</summary>
    /// <param name="parsers">The parsers.</param>
    public AnchorIndex(IReadOnlyList<IViolationParser> parsers)
    {
        var all = parsers.SelectMany(parser => parser.Anchors.Select(anchor => new Candidate(anchor, parser))).ToList();
        var texts = all.Select(candidate => candidate.Anchor).Distinct(StringComparer.Ordinal).ToList();
        AsciiAnchors = texts.Count(text => Ascii.IsValid(text));
        LongestAnchor = texts.Max(text => text.Length);
        _ascii = SearchValues.Create([.. texts.Where(text => Ascii.IsValid(text))], StringComparison.Ordinal);
        _other = SearchValues.Create([.. texts.Where(text => !Ascii.IsValid(text))], StringComparison.Ordinal);
        foreach (var start in all.GroupBy(candidate => candidate.Anchor[0]))
        {
            Candidate[] candidates = [.. start.OrderByDescending(candidate => candidate.Anchor.Length)];
            if (start.Key < 128) _byAsciiStart[start.Key] = candidates;
            else _byOtherStart[start.Key] = candidates;
        }
    }

    /// <summary>How many different ASCII anchors there are.</summary>
    public int AsciiAnchors { get; }

    /// <summary>The length of the longest anchor.</summary>
    public int LongestAnchor { get; }

    /// <summary>Where the next ASCII anchor stands.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its index, or -1.</returns>
    public int NextAscii(ReadOnlySpan<char> text) => text.IndexOfAny(_ascii);

    /// <summary>Where the next anchor that is not ASCII stands.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its index, or -1.</returns>
    public int NextOther(ReadOnlySpan<char> text) => text.IndexOfAny(_other);

    /// <summary>The anchors that begin with a character, longest first.</summary>
    /// <param name="start">The character.</param>
    /// <returns>The anchors and their parsers.</returns>
    public ReadOnlySpan<Candidate> At(char start) =>
        start < 128 ? _byAsciiStart[start] : _byOtherStart.GetValueOrDefault(start);

    /// <summary>An anchor and the parser that asked for it.</summary>
    internal readonly record struct Candidate(string Anchor, IViolationParser Parser);
}
