using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;

namespace Uniquity.Writing;

/// <summary>Finds the column of each property of a plain type.</summary>
internal static class PropertyColumns
{
    /// <summary>The table that a type names by its attribute, else its own name.</summary>
    public static string TableOf(Type type) =>
        type.GetCustomAttribute<TableAttribute>() is { } table ? table.Schema is null ? table.Name : $"{table.Schema}.{table.Name}" : type.Name;

    /// <summary>Pairs properties and columns: by attribute, else by a name that differs in case and underscores alone.</summary>
    /// <param name="type">The plain type.</param>
    /// <param name="columns">The table's columns.</param>
    /// <param name="name">A column's name.</param>
    /// <returns>The pairs; a property without a column is left out.</returns>
    /// <exception cref="WriteException">An attribute names a column that is not there.</exception>
    public static IReadOnlyList<(PropertyInfo Property, TColumn Column)> Pair<TColumn>(Type type, IReadOnlyList<TColumn> columns, Func<TColumn, string> name)
        where TColumn : class
    {
        var pairs = new List<(PropertyInfo, TColumn)>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetMethod is null || property.GetIndexParameters().Length > 0 || property.IsDefined(typeof(NotMappedAttribute))) continue;
            var named = property.GetCustomAttribute<ColumnAttribute>()?.Name;
            var column = columns.FirstOrDefault(column => name(column) == (named ?? property.Name))
                ?? (named is null ? columns.FirstOrDefault(column => Plain(name(column)) == Plain(property.Name)) : null);
            if (column is not null) pairs.Add((property, column));
            else if (named is not null) throw new WriteException($"{type.Name}.{property.Name} is said to be column {named}, which the table does not have.");
        }

        return pairs;
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
