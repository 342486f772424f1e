namespace Uniquity.Violations.PostgreSql;

/// <summary>What a DETAIL says of the key that it prints.</summary>
internal enum DetailMeaning
{
    /// <summary>It could not be told: a language that is not known, or a text cut short.</summary>
    Unknown,

    /// <summary>A row with the key is there already: a write was refused.</summary>
    Exists,

    /// <summary>Several rows share the key: an index build was refused.</summary>
    Duplicated,

    /// <summary>A foreign key or an exclusion constraint speaks.</summary>
    Other,
}
