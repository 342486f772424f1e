namespace Uniquity.PostgreSql.Writing;

/// <summary>A column as the catalog has it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as SQL.</param>
/// <param name="Computed">Whether it is computed, or takes no number but the server's.</param>
/// <param name="Numbered">Whether it is an identity or takes its default from a sequence.</param>
/// <param name="Defaulted">Whether it has a default and may not be null.</param>
/// <param name="Category">The category of its type, where the driver knows how to write it; <c>?</c> for a type of the user's own.</param>
internal sealed record CatalogColumn(int Number, string Name, string Type, bool Computed, bool Numbered, bool Defaulted, char Category);
