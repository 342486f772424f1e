using Uniquity.Indexes;
using Uniquity.Targets;

namespace Uniquity.Loading;

/// <summary>Chooses the unique index by which a record and a row are one.</summary>
/// <param name="names">When two names are one column.</param>
/// <param name="quote">The table as a person types it.</param>
internal sealed class KeyChoice(IEqualityComparer<string> names, Func<TableName, string> quote)
{
    /// <summary>Chooses: the index of the key that was asked for, else the primary key, else the only one whose columns the file has.</summary>
    /// <returns><see langword="null"/> where there is none and the policy needs none.</returns>
    /// <exception cref="UsageException">The key has no unique index, or nobody knows which one is meant.</exception>
    public UniqueIndex? Choose(LoadRequest request, IReadOnlyList<string> fields)
    {
        var own = request.Indexes.Where(index => index.PartOf is null && index.Valid).ToList();
        if (request.Key.Count > 0) return Named(request, own);
        var covered = own.Where(index => index.Key.All(part => part.Expression || !request.FieldsAreFixed || fields.Contains(part.Part, names))).ToList();
        var chosen = covered.Find(index => index.Primary) ?? (covered.Count == 1 ? covered[0] : null);
        if (chosen is null && request.OnConflict.Kind is ConflictKind.Update or ConflictKind.Replace or ConflictKind.Newer)
        {
            throw new UsageException(covered.Count == 0
                ? $"--on-conflict {request.OnConflict} needs a unique index of {request.Table} whose columns the file has, and there is none; nearest right call: --on-conflict skip"
                : $"{request.Table} has {covered.Count} unique indexes; say by which key a record and a row are one; nearest right call: --key {string.Join(',', covered[0].Key.Select(part => part.Part))}");
        }

        return chosen;
    }

    private UniqueIndex Named(LoadRequest request, List<UniqueIndex> own)
    {
        var wanted = request.Key.Select(part => part.Part).ToHashSet(names);
        return own.Where(index => index.Key.Count == wanted.Count && wanted.SetEquals(index.Key.Select(part => part.Part))).OrderBy(index => index.Deferrable).ThenBy(index => index.Filter is not null).FirstOrDefault()
            ?? throw new UsageException($"no unique index of {request.Table} has the key {string.Join(", ", wanted)}; nearest right call: uniquity enforce --on {quote(request.Table)} --key {string.Join(',', wanted)}");
    }
}
