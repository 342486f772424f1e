namespace Uniquity.Loading.Reading;

/// <summary>Reads records from a file, one after the other, in bounded memory.</summary>
public interface IRecordReader
{
    /// <summary>The names of the fields so far.</summary>
    LoadFields Fields { get; }

    /// <summary>The next record.</summary>
    /// <returns><see langword="null"/> at the end.</returns>
    /// <exception cref="IOException">The file cannot be read on.</exception>
    LoadRecord? Next();
}
