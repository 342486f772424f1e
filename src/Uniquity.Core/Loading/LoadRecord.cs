namespace Uniquity.Loading;

/// <summary>One record of a file, or why it is none.</summary>
/// <param name="Line">The line where it begins, from 1.</param>
/// <param name="Values">Its values by the number of their field. Shorter than the fields where it lacks the last ones, longer where there is room for fields to come: all of that is missing.</param>
/// <param name="Fault">Why it cannot be read or taken, in words; <see langword="null"/> where it can.</param>
/// <param name="Raw">The start of its text, where it cannot be read; <see langword="null"/> where its values are known all the same.</param>
public sealed record LoadRecord(long Line, LoadValue[] Values, string? Fault = null, string? Raw = null)
{
    /// <summary>The numbers of its fields in their order in the file; <see langword="null"/> where that means nothing, or is the order of the numbers.</summary>
    public IReadOnlyList<int>? Order { get; init; }

    /// <summary>The value of a field.</summary>
    public LoadValue this[int field] => field < Values.Length ? Values[field] : default;
}
