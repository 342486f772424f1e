namespace Uniquity.Cli.Calls;

/// <summary>How results are printed.</summary>
internal enum OutputFormat
{
    /// <summary>Words for a person.</summary>
    Text,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>A JSON document per line.</summary>
    Ndjson,
}
