namespace Uniquity.Loading;

/// <summary>What a value of a record is, before a column gives it a type.</summary>
public enum LoadValueKind
{
    /// <summary>The record does not have the field: the column's default holds.</summary>
    Missing,

    /// <summary>Null.</summary>
    Null,

    /// <summary>Text as it stands.</summary>
    Text,

    /// <summary>A number as it was written, with all its digits.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A JSON object or array, as its text.</summary>
    Json,

    /// <summary>Bytes, in hexadecimal.</summary>
    Binary,
}
