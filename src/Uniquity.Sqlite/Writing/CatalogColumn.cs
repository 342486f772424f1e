namespace Uniquity.Sqlite.Writing;

/// <summary>A column as the schema has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Computed">Whether it is generated from others.</param>
/// <param name="Defaulted">Whether it has a default and may not be null.</param>
/// <param name="PrimaryKeyPosition">Its place in the primary key, from 1; 0 where it is not part of it.</param>
internal sealed record CatalogColumn(string Name, string Type, bool Computed, bool Defaulted, int PrimaryKeyPosition);
