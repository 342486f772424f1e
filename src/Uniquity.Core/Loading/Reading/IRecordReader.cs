namespace Uniquity.Loading.Reading;

/// <summary>Reads records from a file, one after the other, in bounded memory.</summary>
public interface IRecordReader
{
    /// <summary>The names of the fields so far.</summary>
    LoadFields Fields { get; }

    /// <summary>What holds the values of the records that are read next.</summary>
    RecordMemory Memory { get; set; }

    /// <summary>The next record, good until <see cref="Memory"/> is cleared.</summary>
    /// <returns><see langword="null"/> at the end.</returns>
    /// <exception cref="IOException">The file cannot be read on.</exception>
    LoadRecord? Next();
}
