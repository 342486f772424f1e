namespace Uniquity.Testing.Conformance.Loading;

/// <summary>One call of a load.</summary>
public sealed record LoadCall(string Text)
{
    /// <summary><c>csv</c>, <c>ndjson</c> or <c>json</c>.</summary>
    public string Format { get; init; } = "csv";

    /// <summary>The table as typed.</summary>
    public string Into { get; init; } = "t";

    /// <summary>The key as typed.</summary>
    public string? Key { get; init; }

    /// <summary>The policy as typed.</summary>
    public string OnConflict { get; init; } = "skip";

    /// <summary>The column of a field by its name.</summary>
    public Func<string, string> Map { get; init; } = name => name;

    /// <summary>Records of a chunk.</summary>
    public int Batch { get; init; } = 1000;

    /// <summary>Whether it goes on where another stopped.</summary>
    public bool Resume { get; init; }

    /// <summary>Called with how far it is after each chunk.</summary>
    public Action<Uniquity.Loading.LoadPoint>? Report { get; init; }
}
