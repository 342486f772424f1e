namespace Uniquity.Sqlite.Sql;

/// <summary>What a statement does to a table, as triggers tell it.</summary>
internal enum WriteEvent
{
    /// <summary>INSERT or REPLACE.</summary>
    Insert,

    /// <summary>UPDATE, or the DO UPDATE of an insert.</summary>
    Update,

    /// <summary>DELETE.</summary>
    Delete,
}
