using Uniquity.Causes;
using Uniquity.Indexes;

namespace Uniquity.Diagnosing;

/// <summary>Words statements in the engine's own language for remedies: names quoted by its rules, values as literals.</summary>
public interface IStatementWriter
{
    /// <summary>A table's name, quoted for a statement.</summary>
    string Table(TableName table);

    /// <summary>A key part, quoted for a statement; an expression stays as it is.</summary>
    string Part(KeyPart part);

    /// <summary>A key for <c>--key</c> of the command line.</summary>
    string KeyArgument(IReadOnlyList<KeyPart> key);

    /// <summary>A key part for a rules file: read again, it compares as this one does.</summary>
    /// <value>As in <see cref="KeyArgument"/>.</value>
    string RulePart(KeyPart part) => KeyArgument([part]);

    /// <summary>A table's name for <c>--on</c> of the command line, quoted so that it is found again.</summary>
    string TableArgument(TableName table);

    /// <summary>A filter: the part is not null (or exists).</summary>
    string IsNotNull(KeyPart part);

    /// <summary>A filter: the part is null (or missing).</summary>
    string IsNull(KeyPart part);

    /// <summary>A filter: the part is none of the values.</summary>
    string IsNoneOf(KeyPart part, IReadOnlyList<string> values);

    /// <summary>A filter: the row is live, the opposite of the column's value in a deleted row (null for a stamp, false for a flag, another status).</summary>
    string IsLive(LiveRows live);

    /// <summary>A filter that holds where both do; <paramref name="first"/> may be <see langword="null"/>.</summary>
    string And(string? first, string second);

    /// <summary>Builds a unique index in the way that disturbs writers least.</summary>
    IReadOnlyList<RemedyCommand> CreateUniqueIndex(TableName table, string name, IReadOnlyList<KeyPart> key, string? filter, bool nullsDistinct);

    /// <summary>Makes a constraint of a unique index that stands already.</summary>
    /// <returns>Empty where the engine has no such thing.</returns>
    IReadOnlyList<RemedyCommand> ConstraintOfIndex(TableName table, string name) => [];

    /// <summary>Loads many rows at once and leaves those out whose key is taken.</summary>
    /// <returns>Empty where the engine has nothing but one row after the other.</returns>
    IReadOnlyList<RemedyCommand> LoadOrSkip(UniqueIndex index, IReadOnlyList<Facts.Column> columns) => [];

    /// <summary>Marks a deleted row as live again.</summary>
    /// <param name="index">The index that it holds a key of.</param>
    /// <param name="key">That key.</param>
    /// <param name="live">What marks it.</param>
    /// <returns><see langword="null"/> where the live value is not known.</returns>
    RemedyCommand? Revive(UniqueIndex index, IReadOnlyList<string?> key, LiveRows live) => null;

    /// <summary>Drops a unique index (or the constraint that owns it) in the way that disturbs writers least.</summary>
    IReadOnlyList<RemedyCommand> DropIndex(UniqueIndex index);

    /// <summary>Inserts a row, or does nothing where the key is taken, and says which.</summary>
    RemedyCommand InsertOrSkip(UniqueIndex index, IReadOnlyList<Facts.Column> columns);

    /// <summary>Inserts a row, or updates the one that holds the key.</summary>
    RemedyCommand InsertOrUpdate(UniqueIndex index, IReadOnlyList<Facts.Column> columns);

    /// <summary>Sets a column to null where it has one of some values.</summary>
    RemedyCommand SetNull(TableName table, KeyPart part, IReadOnlyList<string> values);

    /// <summary>Shows the rows that have a key.</summary>
    RemedyCommand ShowRows(TableName table, IReadOnlyList<KeyPart> key, IReadOnlyList<string?> values);
}
