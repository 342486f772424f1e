using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Uniquity.Violations;

namespace Uniquity.EntityFrameworkCore.Violations;

/// <summary>The application's own names of what a violation is about.</summary>
internal static partial class ModelNames
{
    /// <summary>The entity and the properties behind a violation; as far as the model has them.</summary>
    /// <param name="model">The context's model.</param>
    /// <param name="violation">What the database said.</param>
    /// <param name="entries">What was being saved.</param>
    public static (string? Entity, IReadOnlyList<string> Properties) Of(IModel model, Violation violation, IReadOnlyList<EntityEntry> entries)
    {
        var saved = entries.Select(entry => entry.Metadata).ToList();
        var table = Table(model, violation, saved);
        if (table is null) return (saved.FirstOrDefault() is { } only ? Owner(only).ClrType.Name : null, []);
        var columns = Columns(table, violation);
        var owners = columns.Select(column => Property(column, saved)).OfType<IProperty>().ToList();
        var entity = saved.Find(type => type.GetTableMappings().Any(mapping => mapping.Table == table)) ?? owners.FirstOrDefault()?.DeclaringType.ContainingEntityType
            ?? table.EntityTypeMappings.FirstOrDefault()?.TypeBase.ContainingEntityType;
        return (entity is null ? null : Owner(entity).ClrType.Name, [.. owners.Select(Path)]);
    }

    /// <summary>A property with what leads to it: <c>Address.City</c>.</summary>
    public static string Path(IReadOnlyProperty property)
    {
        var path = property.Name;
        for (var type = property.DeclaringType; ;)
        {
            switch (type)
            {
                case IReadOnlyComplexType complex:
                    path = $"{complex.ComplexProperty.Name}.{path}";
                    type = complex.ComplexProperty.DeclaringType;
                    break;
                case IReadOnlyEntityType owned when owned.FindOwnership() is { PrincipalToDependent: { } navigation } ownership:
                    path = $"{navigation.Name}.{path}";
                    type = ownership.PrincipalEntityType;
                    break;
                default:
                    return path;
            }
        }
    }

    // A partition has its own name: then the table of what was saved that has the columns.
    private static ITable? Table(IModel model, Violation violation, List<IEntityType> saved)
    {
        var mapped = saved.SelectMany(type => type.GetTableMappings()).Select(mapping => mapping.Table).Distinct().ToList();
        return mapped.Find(table => table.Name == violation.Table)
            ?? model.GetRelationalModel().Tables.FirstOrDefault(table => table.Name == violation.Table && (violation.Schema is null || table.Schema is null || table.Schema == violation.Schema))
            ?? mapped.Find(table => Columns(table, violation).Count > 0)
            ?? mapped.FirstOrDefault();
    }

    /// <summary>The columns of the index, from the model; for an index that the model has not, from the key that the server told.</summary>
    private static IReadOnlyList<IColumn> Columns(ITable table, Violation violation)
    {
        if (table.UniqueConstraints.FirstOrDefault(constraint => constraint.Name == violation.Index) is { } known) return [.. known.Columns];
        if (table.Indexes.FirstOrDefault(index => index.Name == violation.Index) is { } index) return [.. index.Columns];
        return [.. violation.Key.Select(part => part.Field is { } field ? table.FindColumn(field) ?? Inside(table, field) : null).OfType<IColumn>()];
    }

    // lower((email)::text) is about the column that stands in it.
    private static IColumn? Inside(ITable table, string expression) =>
        Word().Matches(expression).Select(word => table.FindColumn(word.Value.Trim('"'))).FirstOrDefault(column => column is not null);

    // Tables are shared by hierarchies and by owned types: the property of what was saved, else of any.
    private static IProperty? Property(IColumn column, List<IEntityType> saved)
    {
        var properties = column.PropertyMappings.Select(mapping => mapping.Property).ToList();
        return properties.Find(property => saved.Exists(type => property.DeclaringType.ContainingEntityType.IsAssignableFrom(type)) && !IsSharedKey(property))
            ?? properties.Find(property => !IsSharedKey(property)) ?? properties.FirstOrDefault();
    }

    // An owned type's own key is its owner's.
    private static bool IsSharedKey(IProperty property) => property.IsPrimaryKey() && property.DeclaringType is IEntityType type && type.IsOwned();

    private static IEntityType Owner(IEntityType type) => type.FindOwnership() is { } ownership ? Owner(ownership.PrincipalEntityType) : type;

    // A name that a parenthesis follows is a function's; what stands in quotes of a text is no name.
    [GeneratedRegex("'[^']*'|\"[^\"]+\"|[\\p{L}_][\\p{L}\\p{N}_$]*(?![\\p{L}\\p{N}_$(])", RegexOptions.None, 100)]
    private static partial Regex Word();
}
