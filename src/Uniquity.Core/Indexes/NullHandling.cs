namespace Uniquity.Indexes;

/// <summary>What a unique index makes of null (and of a missing field).</summary>
public enum NullHandling
{
    /// <summary>Nulls are distinct: any number of rows may have one. The default of SQL databases.</summary>
    Distinct,

    /// <summary>Nulls are equal: one row may have it (<c>NULLS NOT DISTINCT</c>).</summary>
    NotDistinct,

    /// <summary>A row that lacks the field is not in the index; a present null is a value.</summary>
    Sparse,

    /// <summary>Null and missing are one value like any other. The default of document databases.</summary>
    Value,
}
