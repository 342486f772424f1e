using System.Text.Json;
using Uniquity.Violations;

namespace Uniquity.Diagnosing;

/// <summary>What a person knows about a violation before the database is asked.</summary>
public sealed record DiagnosisRequest
{
    /// <summary>What was read in the error's text.</summary>
    public Reading Reading { get; init; } = Reading.Empty;

    /// <summary>The table or collection, where the person names it (<c>--on</c>).</summary>
    public string? On { get; init; }

    /// <summary>The key, where the person names it (<c>--key</c>).</summary>
    public string? Key { get; init; }

    /// <summary>The refused value of a key of one part (<c>--value</c>).</summary>
    public string? Value { get; init; }

    /// <summary>The refused row or document (<c>--document</c>).</summary>
    public JsonElement? Document { get; init; }

    /// <summary>What the writer was doing (<c>--operation</c>); else read from the statement, where there is one.</summary>
    public WriteOperation? Operation { get; init; }

    /// <summary>The refused statement (<c>--statement</c>, or printed in the text).</summary>
    public string? Statement { get; init; }
}
