namespace Uniquity.Violations.Scanning;

/// <summary>A buffer of a stream's text, and where the cores of anchors stand in it.</summary>
/// <param name="reserve">Room before its text, for what is carried over from the pieces before.</param>
/// <param name="characters">Room for its text.</param>
internal sealed class TextPiece(int reserve, int characters)
{
    private readonly char[] _buffer = GC.AllocateUninitializedArray<char>(reserve + characters);
    private readonly List<int> _cores = [];
    private int[] _found = [];
    private int _overlap;

    /// <summary>Where its text is to be written.</summary>
    public Memory<char> Room => _buffer.AsMemory(reserve);

    /// <summary>What it was filled with.</summary>
    public TextDecoding.Filled Filled { get; set; }

    /// <summary>Where cores begin, counted from its first character.</summary>
    public ReadOnlyMemory<int> Cores => _found.AsMemory(0, _cores.Count);

    /// <summary>Its text, and as much before it as was carried over.</summary>
    /// <param name="carried">How much that is.</param>
    /// <returns>The characters.</returns>
    public Memory<char> Text(int carried) => _buffer.AsMemory(reserve - carried, carried + Filled.Characters);

    /// <summary>Takes the end of the text before it, where a core may begin that ends here.</summary>
    /// <param name="before">The piece before; <see langword="null"/> for the first.</param>
    /// <param name="longest">The length of the longest core.</param>
    public void Follow(TextPiece? before, int longest)
    {
        _overlap = before is null ? 0 : Math.Min(longest - 1, before._overlap + before.Filled.Characters);
        if (before is not null) before.Text(before._overlap)[^_overlap..].CopyTo(_buffer.AsMemory(reserve - _overlap));
    }

    /// <summary>Searches the cores in it.</summary>
    /// <param name="anchors">The anchors.</param>
    /// <returns>The piece.</returns>
    public TextPiece Search(AnchorIndex anchors)
    {
        _cores.Clear();
        var text = Text(_overlap).Span;
        var ascii = Filled.IsAscii && System.Text.Ascii.IsValid(text[.._overlap]);
        anchors.FindCores(text, anchors.Passes(ascii), _overlap, _cores);
        if (_found.Length < _cores.Count) _found = new int[_cores.Capacity];
        _cores.CopyTo(_found);
        return this;
    }
}
