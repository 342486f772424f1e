using System.Buffers;

namespace Uniquity.Violations.Escapes;

/// <summary>The text around an anchor with its layers of escapes removed: a message as the database wrote it.</summary>
/// <remarks>
/// <para>
/// Logs carry messages inside strings inside strings: JSON in JSON, a repr in a log line, a literal in source code, HTML.
/// Each layer is recognised by what stands next to the anchor (see <see cref="EscapeLayer"/>), and taken off, outermost first.
/// </para>
/// <para>
/// Linear in the window, and no allocation: buffers come from the shared pool, so dispose. Where nothing is escaped,
/// <see cref="Text"/> is the window's own text and nothing is copied.
/// </para>
/// </remarks>
internal ref struct PeeledText
{
    /// <summary>More layers than this are not taken off: the quotes alone would have 63 backslashes.</summary>
    public const int MaxDepth = 6;

    private char[]? _chars;
    private int[]? _raw;

    private PeeledText(ReadOnlySpan<char> text, int at)
    {
        Text = text;
        At = at;
    }

    /// <summary>The text; where the anchor stands inside a string, that string's content and no more.</summary>
    public ReadOnlySpan<char> Text { get; private set; }

    /// <summary>Where in <see cref="Text"/> the anchor begins.</summary>
    public int At { get; private set; }

    /// <summary>How many layers were taken off.</summary>
    /// <value>0 where the text is the window's own.</value>
    public int Depth { get; private set; }

    /// <summary>Peels the text around the window's anchor.</summary>
    /// <param name="window">The text around the anchor.</param>
    /// <param name="maxDepth">
    /// The most layers to take off. <c>peeled.Depth - 1</c> gives the text that holds the message's string, such as the JSON
    /// object with its other members.
    /// </param>
    /// <returns>The peeled text; dispose it.</returns>
    public static PeeledText From(TextWindow window, int maxDepth = MaxDepth)
    {
        var peeled = new PeeledText(window.Text, window.At);
        while (peeled.Depth < maxDepth)
        {
            var layer = EscapeLayer.Around(peeled.Text, peeled.At);
            if (layer.Kind == EscapeKind.None) break;
            peeled.Peel(layer);
        }

        return peeled;
    }

    /// <summary>Where in the window's text a character of <see cref="Text"/> stands.</summary>
    /// <param name="index">An index in <see cref="Text"/>, or its length for the end.</param>
    /// <returns>The index in the window's text.</returns>
    public readonly int ToRaw(int index) => _raw is null ? index : _raw[index];

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        if (_chars is not null) ArrayPool<char>.Shared.Return(_chars);
        if (_raw is not null) ArrayPool<int>.Shared.Return(_raw);
        _chars = null;
        _raw = null;
        Text = default;
    }

    private void Peel(EscapeLayer layer)
    {
        // The first layer is copied out of the window; further ones are rewritten in place, for unescaping only shortens.
        var length = layer.EndIn(Text, At) - layer.Start;
        if (_chars is null)
        {
            _chars = ArrayPool<char>.Shared.Rent(length + 1);
            _raw = ArrayPool<int>.Shared.Rent(length + 1);
            Text.Slice(layer.Start, length).CopyTo(_chars);
            for (var i = 0; i <= length; i++) _raw[i] = layer.Start + i;
        }
        else
        {
            Array.Copy(_chars, layer.Start, _chars, 0, length);
            Array.Copy(_raw!, layer.Start, _raw!, 0, length + 1);
        }

        var unescaping = new Unescaping(_chars, _raw!, length, At - layer.Start);
        switch (layer.Kind)
        {
            case EscapeKind.Html: HtmlEntities.Unescape(ref unescaping); break;
            case EscapeKind.Doubled: DoubledQuotes.Unescape(ref unescaping, layer.Quote); break;
            default: BackslashEscapes.Unescape(ref unescaping, layer.Quote); break;
        }

        unescaping.Complete();
        Text = _chars.AsSpan(0, unescaping.Written);
        At = unescaping.At;
        Depth++;
    }
}
