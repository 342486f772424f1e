namespace Uniquity.Writing;

/// <summary>What an upsert changes, by the numbers of the columns.</summary>
/// <param name="Updated">The columns to update.</param>
/// <param name="NewerBy">The column that has to be greater; <see langword="null"/> for none.</param>
/// <param name="ChunkSize">How many rows a bulk write sends at a time.</param>
internal sealed record UpsertColumns(IReadOnlyList<int> Updated, int? NewerBy, int ChunkSize)
{
    /// <summary>The columns that the options name.</summary>
    /// <exception cref="WriteException">A property has no column.</exception>
    public static UpsertColumns Of<T>(WriteTable table, UpsertOptions<T> options) => new(
        table.UpdatedColumns(options.Update is null ? null : KeyMember.Names(options.Update)),
        options.NewerBy is null ? null : table.Find(KeyMember.Names(options.NewerBy).Single()),
        options.ChunkSize);
}
