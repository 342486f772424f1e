namespace Uniquity.Loading;

/// <summary>Tells which records of a chunk may be tried once more after the others, as their reference was to one of those.</summary>
/// <param name="policy">What becomes of a key that is taken: where the last record of it counts, an earlier one may not come after it.</param>
/// <param name="records">The records of the chunk.</param>
/// <param name="key">The numbers of the fields of the key; -1 where one is not in the file, none where it is computed.</param>
internal sealed class KeyRepeats(ConflictPolicy policy, IReadOnlyList<LoadRecord> records, IReadOnlyList<int> key)
{
    /// <summary>Whether no later record may have its key.</summary>
    public bool IsLast(LoadRecord record)
    {
        if (policy.Kind is not (ConflictKind.Update or ConflictKind.Replace)) return true;
        if (key.Count == 0 || key.Contains(-1)) return false;
        return !records.SkipWhile(other => !ReferenceEquals(other, record)).Skip(1)
            .Any(later => later.Fault is null && key.All(number => later[number].Utf8.Span.SequenceEqual(record[number].Utf8.Span)));
    }
}
