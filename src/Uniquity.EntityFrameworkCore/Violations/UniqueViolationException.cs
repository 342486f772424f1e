using Microsoft.EntityFrameworkCore;
using Uniquity.Violations;

namespace Uniquity.EntityFrameworkCore;

/// <summary>A save that a unique index refused.</summary>
/// <remarks>The message names the entity and its properties, and never a value: those are in <see cref="Violation"/>.</remarks>
public sealed class UniqueViolationException : DbUpdateException, IUniqueViolation
{
    internal UniqueViolationException(Violation violation, string? entity, IReadOnlyList<string> properties, DbUpdateException refusal)
        : base(Text(violation, entity, properties), refusal, [.. refusal.Entries])
    {
        Violation = violation;
        Entity = entity;
        Properties = properties;
    }

    /// <inheritdoc/>
    public Violation Violation { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Properties { get; }

    /// <summary>The entity type whose row was refused, by its short name; the owner's for an owned type.</summary>
    /// <value><see langword="null"/> where the model has none for the table.</value>
    public string? Entity { get; }

    private static string Text(Violation violation, string? entity, IReadOnlyList<string> properties)
    {
        var other = $"another {entity ?? violation.Table ?? "row"}";
        var why = properties.Count > 0 ? $"{other} has the same {string.Join(", ", properties)}" : $"{other} has its key";
        return $"The unique index {violation.Index ?? "(unnamed)"} refused the save: {why}. Change the entity or detach it, or write with InsertOrGetAsync or UpsertAsync.";
    }
}
