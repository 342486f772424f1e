using Uniquity.Cli.Terminals;
using Uniquity.Targets;

namespace Uniquity.Cli.Inputs;

/// <summary>A text that is read from a file or from standard input, whatever its length and encoding.</summary>
internal sealed class TextInput : IDisposable
{
    private readonly CountedStream _stream;

    private TextInput(string name, Stream stream, long? length) => (Name, _stream) = (name, new CountedStream(stream, length));

    /// <summary>What it is called on the screen.</summary>
    public string Name { get; }

    /// <summary>What was seen of it so far.</summary>
    public Heard Heard => new(_stream.Done, _stream.SawZero);

    /// <summary>Standard input.</summary>
    public static TextInput Standard(Terminal terminal) => new("standard input", terminal.OpenIn(), length: null);

    /// <summary>A pipe that is open already.</summary>
    public static TextInput Pipe(string path, Stream stream) => new(path, stream, length: null);

    /// <summary>A file.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static TextInput File(string path)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
            return new TextInput(Path.GetFileName(path), stream, stream.CanSeek ? stream.Length : null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException(Directory.Exists(path) ? $"{path} is a folder, not a file" : $"the file {path} cannot be read: {Reason(failure)}", failure);
        }
    }

    /// <summary>Its bytes, counted as they pass.</summary>
    public Stream Counting(ProgressLine? progress)
    {
        _stream.Progress = progress;
        return _stream;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static string Reason(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "access is denied",
        _ => failure.Message,
    };
}
