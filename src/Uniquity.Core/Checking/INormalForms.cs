using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Targets;

namespace Uniquity.Checking;

/// <summary>Brings keys and filters into forms in which those that mean the same read the same: casts, brackets, quotes and case put aside.</summary>
/// <remarks>Only asks; nothing is made in the database. The forms are for comparison, not for statements or people.</remarks>
public interface INormalForms
{
    /// <summary>The parts of a key, in their order.</summary>
    /// <exception cref="UsageException">A part cannot be read.</exception>
    ValueTask<IReadOnlyList<NormalPart>> OfKeyAsync(TableName table, IReadOnlyList<KeyPart> key, CancellationToken cancellationToken);

    /// <summary>The parts of an index, in their order: those of its key, where its options are not the whole index's.</summary>
    ValueTask<IReadOnlyList<NormalPart>> OfIndexAsync(UniqueIndex index, CancellationToken cancellationToken) => OfKeyAsync(index.Table, index.Key, cancellationToken);

    /// <summary>The conditions that a filter joins by AND, sorted; none where every row passes.</summary>
    /// <exception cref="UsageException">The filter cannot be read.</exception>
    ValueTask<IReadOnlyList<string>> OfFilterAsync(TableName table, string filter, CancellationToken cancellationToken);

    /// <summary>For a key part, every form under which an index takes upper and lower case for one; its own where it is no text.</summary>
    /// <exception cref="NotCheckedException">The engine's indexes cannot do that, or it cannot be told.</exception>
    ValueTask<IReadOnlyList<NormalPart>> FoldingCaseAsync(TableName table, KeyPart part, CancellationToken cancellationToken);

    /// <summary>What a unique index makes of nulls where nobody says anything else.</summary>
    /// <value>Distinct, as in SQL.</value>
    NullHandling DefaultNulls => NullHandling.Distinct;

    /// <summary>What an index makes of nulls, its filter taken into account.</summary>
    NullHandling NullsOf(UniqueIndex index) => index.Nulls;

    /// <summary>Whether an index as a whole, and not its parts, takes upper and lower case for one.</summary>
    bool FoldsCase(UniqueIndex index) => false;

    /// <summary>The filter for the rows that an index would hold which makes this of nulls.</summary>
    /// <param name="key">The key.</param>
    /// <param name="where">The filter that is asked for; <see langword="null"/> for every row.</param>
    /// <param name="nulls">What becomes of nulls.</param>
    string? RowsOf(IReadOnlyList<KeyPart> key, string? where, NullHandling nulls) => where;
}
