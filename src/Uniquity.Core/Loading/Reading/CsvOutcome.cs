namespace Uniquity.Loading.Reading;

/// <summary>What reading a row of CSV came to.</summary>
internal enum CsvOutcome
{
    /// <summary>A row.</summary>
    Row,

    /// <summary>An empty line.</summary>
    Empty,

    /// <summary>The end of the file.</summary>
    End,

    /// <summary>The file ends inside quotes.</summary>
    Cut,

    /// <summary>Something follows a closing quote.</summary>
    AfterQuote,

    /// <summary>Longer than a record may be.</summary>
    TooLong,
}
