using Uniquity.Violations.Scanning;

namespace Uniquity.Violations;

/// <summary>Reads the violations in any text: an error on the screen, a stack trace, a log of any length.</summary>
/// <remarks>
/// Never throws for what the text holds: invalid UTF-8 is read as U+FFFD, binary as a text without violations. Time is linear
/// in the text. Thread safe.
/// </remarks>
public static class ViolationText
{
    /// <summary>How many distinct violations of one text are kept; further ones are counted in <see cref="Reading.Dropped"/>.</summary>
    /// <value>10,000.</value>
    public const int MostKept = ViolationCollector.MostKept;

    private static readonly AnchorIndex Anchors = new(ViolationParsers.All);

    [ThreadStatic]
    private static ViolationScanner? idle;

    /// <summary>Reads a text that is in memory.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The violations and related errors in it; <see cref="Reading.Empty"/> where there are none.</returns>
    public static Reading Read(ReadOnlySpan<char> text)
    {
        var scanner = idle ?? new ViolationScanner(Anchors);
        idle = null;
        scanner.Scan(text, text.Length, System.Text.Ascii.IsValid(text));
        var reading = scanner.Complete();
        idle = scanner;
        return reading;
    }

    /// <summary>Reads a stream of any length in bounded memory (about 10 MB, and what is kept of 10,000 violations).</summary>
    /// <param name="utf8">UTF-8 with or without a byte order mark; UTF-16 or UTF-32 with one.</param>
    /// <param name="bytesRead">Told the bytes read so far, about once per MB.</param>
    /// <param name="cancellationToken">Ends the reading between two chunks.</param>
    /// <returns>The violations and related errors in it.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ValueTask<Reading> ReadAsync(Stream utf8, IProgress<long>? bytesRead = null, CancellationToken cancellationToken = default) =>
        ReadAsync(utf8, TextChunks.DefaultCharacters, bytesRead, cancellationToken);

    internal static async ValueTask<Reading> ReadAsync(Stream stream, int chunkCharacters, IProgress<long>? bytesRead, CancellationToken cancellationToken)
    {
        var scanner = new ViolationScanner(Anchors);
        var chunks = new TextChunks(stream, Anchors, chunkCharacters, bytesRead);
        while (await chunks.NextAsync(cancellationToken).ConfigureAwait(false) is { } chunk)
        {
            // What stands so near the end that a parser could not look ahead waits for the next chunk.
            var length = chunk.Text.Length;
            var limit = chunk.IsLast ? length : Math.Max(0, length - TextWindow.LookAhead);
            scanner.Scan(chunk, limit);
            var done = Math.Max(0, limit - TextWindow.LookBehind - AnchorIndex.LongestAllowed);
            scanner.Forget(done);
            chunks.CarryOver(length - done);
        }

        return scanner.Complete();
    }
}
