using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>A unique index in its normal form.</summary>
internal sealed record KnownIndex(UniqueIndex Index, IReadOnlyList<NormalPart> Parts, RowFilter Filter, NullHandling Nulls)
{
    /// <summary>Whether it can be relied on.</summary>
    public bool Enforces => Index.Valid && !Index.Hidden;
}
