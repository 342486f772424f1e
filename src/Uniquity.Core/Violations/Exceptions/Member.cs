using System.Globalization;
using System.Reflection;

namespace Uniquity.Violations.Exceptions;

/// <summary>One property of a foreign type, found once and read often; <see langword="null"/> where the type has none of that name.</summary>
internal readonly struct Member(Type type, string name)
{
    private readonly PropertyInfo? _property = Find(type, name);

    /// <summary>The property's value.</summary>
    public object? Of(object target) => _property?.GetValue(target);

    /// <summary>A text; <see langword="null"/> where it is empty.</summary>
    public string? Text(object target) => Of(target) is string { Length: > 0 } text ? text : null;

    /// <summary>A number, or an enumeration's; <see langword="null"/> where it is neither.</summary>
    public int? Number(object target) => Of(target) switch
    {
        int number => number,
        Enum value => Convert.ToInt32(value, CultureInfo.InvariantCulture),
        uint or short or ushort or byte or long => Convert.ToInt32(Of(target), CultureInfo.InvariantCulture),
        _ => null,
    };

    // A driver may hide a property of a base by one of the same name: the nearest counts.
    private static PropertyInfo? Find(Type type, string name)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly) is { CanRead: true } property) return property;
        }

        return null;
    }
}
