using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>How far a check goes.</summary>
public sealed record CheckOptions
{
    /// <summary>Only rules and indexes of this table; <see langword="null"/> for all.</summary>
    public TableName? Table { get; init; }

    /// <summary>Whether the rows are counted of rules that no index enforces.</summary>
    /// <value>True.</value>
    public bool CountRows { get; init; } = true;
}
