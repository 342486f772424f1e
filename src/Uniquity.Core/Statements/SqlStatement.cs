using Uniquity.Diagnosing;

namespace Uniquity.Statements;

/// <summary>What a cause needs to know of a refused SQL statement.</summary>
/// <remarks>Read leniently by <see cref="SqlStatementReader"/>; what cannot be told is empty or <see langword="null"/>.</remarks>
public sealed record SqlStatement
{
    /// <summary>What it does.</summary>
    public required WriteOperation Operation { get; init; }

    /// <summary>The table as written, quotes and schema included.</summary>
    public string? Table { get; init; }

    /// <summary>The columns of an INSERT, or of a CREATE UNIQUE INDEX's key, unquoted (an expression as written).</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The rows of an INSERT … VALUES.</summary>
    public IReadOnlyList<IReadOnlyList<SqlValue>> Rows { get; init; } = [];

    /// <summary>The assignments of an UPDATE: column, unquoted, and the expression as written.</summary>
    public IReadOnlyList<(string Column, string Expression)> Assignments { get; init; } = [];

    /// <summary>The WHERE of an UPDATE, or of a CREATE UNIQUE INDEX, as written.</summary>
    public string? Where { get; init; }

    /// <summary>The name of the index that a CREATE UNIQUE INDEX or ADD CONSTRAINT makes, unquoted.</summary>
    public string? IndexName { get; init; }

    /// <summary>Whether an index build makes a constraint (ADD CONSTRAINT, ADD UNIQUE).</summary>
    public bool MakesConstraint { get; init; }

    /// <summary>The parts of an ON CONFLICT's target, unquoted (an expression as written).</summary>
    /// <value>Empty where there is no target, or where it is a constraint's name.</value>
    public IReadOnlyList<string> ConflictKey { get; init; } = [];

    /// <summary>The name of ON CONFLICT ON CONSTRAINT, unquoted.</summary>
    public string? ConflictConstraint { get; init; }

    /// <summary>Whether it says what to do on a conflict.</summary>
    public bool HasConflictClause { get; init; }
}
