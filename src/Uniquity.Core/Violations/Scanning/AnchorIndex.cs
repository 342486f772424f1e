using System.Buffers;
using System.Runtime.InteropServices;

namespace Uniquity.Violations.Scanning;

/// <summary>Finds the anchors of all parsers in one pass.</summary>
/// <remarks>
/// <para>
/// A hundred strings at once are too many for the vectorised search of <see cref="SearchValues{T}"/>: its eight buckets fill
/// up with beginnings, and nearly every place in a log looks like one. So not the anchors are searched, but few short
/// <em>cores</em> (<c>uplicate</c> stands in all that tell of duplicates): <see cref="AnchorCores"/> chooses them so that they
/// are few and rare, and sixteen at a time are searched. Where a core is found, the anchors around it are compared.
/// </para>
/// <para>Cores beyond ASCII are searched apart, and only where the text is not pure ASCII.</para>
/// </remarks>
internal sealed class AnchorIndex
{
    /// <summary>No anchor is longer.</summary>
    public const int LongestAllowed = 128;

    // Two for each of that search's buckets, which was measured to be best: one each (8) means more passes, three (24) false hits.
    private const int CoresOfPass = 16;
    private const int Block = 16 * 1024;

    private readonly SearchValues<string>[] _passes;
    private readonly int _asciiPasses;
    private readonly Dictionary<char, List<Candidate>> _byStart = [];

    /// <summary>Gathers the anchors.</summary>
    /// <param name="parsers">The parsers.</param>
    public AnchorIndex(IReadOnlyList<IViolationParser> parsers)
    {
        var anchors = new List<string>();
        foreach (var parser in parsers)
        {
            foreach (var anchor in parser.Anchors)
            {
                if (!anchors.Contains(anchor)) anchors.Add(anchor);
            }
        }

        var cores = AnchorCores.Choose([.. anchors]);
        var ascii = new List<string>();
        var other = new List<string>();
        foreach (var (text, _) in cores)
        {
            LongestCore = Math.Max(LongestCore, text.Length);
            var list = System.Text.Ascii.IsValid(text) ? ascii : other;
            if (!list.Contains(text)) list.Add(text);
        }

        _asciiPasses = (ascii.Count + CoresOfPass - 1) / CoresOfPass;
        _passes = new SearchValues<string>[_asciiPasses + other.Count];
        for (var pass = 0; pass < _asciiPasses; pass++)
        {
            var first = pass * CoresOfPass;
            _passes[pass] = SearchValues.Create(CollectionsMarshal.AsSpan(ascii)[first..Math.Min(ascii.Count, first + CoresOfPass)], StringComparison.Ordinal);
        }

        for (var i = 0; i < other.Count; i++) _passes[_asciiPasses + i] = SearchValues.Create([other[i]], StringComparison.Ordinal);
        foreach (var parser in parsers)
        {
            foreach (var anchor in parser.Anchors) Add(new Candidate(anchor, cores[anchors.IndexOf(anchor)].Offset, parser));
        }
    }

    /// <summary>The length of the longest core.</summary>
    public int LongestCore { get; }

    /// <summary>How many searches there are.</summary>
    /// <param name="ascii">Whether the text is ASCII, so that only those for ASCII are needed.</param>
    /// <returns>Their number.</returns>
    public int Passes(bool ascii) => ascii ? _asciiPasses : _passes.Length;

    /// <summary>Where the next core of a search stands.</summary>
    /// <param name="pass">The search, from 0.</param>
    /// <param name="text">The text.</param>
    /// <returns>Its index, or -1.</returns>
    public int Next(int pass, ReadOnlySpan<char> text) => text.IndexOfAny(_passes[pass]);

    /// <summary>Finds every place at which a core begins.</summary>
    /// <param name="text">The text.</param>
    /// <param name="passes">How many searches it needs.</param>
    /// <param name="origin">The index from which places are counted.</param>
    /// <param name="cores">Where they are added, in order.</param>
    public void FindCores(ReadOnlySpan<char> text, int passes, int origin, List<int> cores)
    {
        Span<int> next = stackalloc int[passes];
        for (var start = 0; start < text.Length; start += Block)
        {
            // Block by block, so that all searches find it in the processor's nearest cache.
            var end = Math.Min(text.Length, start + Block);
            var sight = text[..Math.Min(text.Length, end + LongestCore - 1)];
            next.Fill(-1);
            for (var at = start; at < end;)
            {
                var nearest = end;
                for (var pass = 0; pass < passes; pass++)
                {
                    if (next[pass] < at) next[pass] = Next(pass, sight[at..]) is >= 0 and var found ? at + found : int.MaxValue;
                    nearest = Math.Min(nearest, next[pass]);
                }

                if (nearest < end) cores.Add(nearest - origin);
                at = nearest + 1;
            }
        }
    }

    /// <summary>The anchors that may stand around a core; those that begin first come first.</summary>
    /// <param name="start">The core's first character.</param>
    /// <returns>The anchors and their parsers.</returns>
    public ReadOnlySpan<Candidate> Around(char start) => CollectionsMarshal.AsSpan(_byStart.GetValueOrDefault(start));

    private void Add(Candidate candidate)
    {
        var start = candidate.Anchor[candidate.Offset];
        if (!_byStart.TryGetValue(start, out var candidates)) _byStart[start] = candidates = [];
        var place = candidates.FindIndex(other => candidate.IsBefore(other));
        candidates.Insert(place < 0 ? candidates.Count : place, candidate);
    }

    /// <summary>An anchor, how far in it its core stands, and the parser that asked for it.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Candidate(string Anchor, int Offset, IViolationParser Parser)
    {
        /// <summary>Whether it is asked before another one that has the same core: it begins sooner, or says more.</summary>
        public bool IsBefore(Candidate other) =>
            Offset > other.Offset || (Offset == other.Offset && Anchor.Length > other.Anchor.Length);
    }
}
