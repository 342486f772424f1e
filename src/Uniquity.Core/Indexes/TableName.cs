namespace Uniquity.Indexes;

/// <summary>The name of a table or collection, as the catalogue spells it (never quoted).</summary>
/// <param name="Schema">The schema; <see langword="null"/> where the engine has none.</param>
/// <param name="Name">The table or collection.</param>
public sealed record TableName(string? Schema, string Name)
{
    /// <summary>The name for a person and for JSON: <c>public.users</c>, or <c>users</c> without a schema. Not quoted; not for SQL.</summary>
    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";
}
