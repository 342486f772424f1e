using System.Text.Json;

namespace Uniquity.Loading;

/// <summary>A record that was not taken, and why.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Reason"><c>duplicate</c>, <c>value</c>, <c>null</c>, <c>check</c>, <c>reference</c>, <c>exclusion</c>, <c>record</c> or <c>refused</c>.</param>
/// <param name="Detail">The reason in a sentence.</param>
/// <param name="Record">The record.</param>
public sealed record LoadReject(long Line, string Reason, string Detail, LoadRecord Record)
{
    /// <summary>The unique index, or the constraint, that refused it.</summary>
    public string? Index { get; init; }

    /// <summary>The columns of the key; <see langword="null"/> where they are not plain columns.</summary>
    public IReadOnlyList<string>? KeyFields { get; init; }

    /// <summary>The row that holds the key.</summary>
    public JsonElement? Holder { get; init; }
}
