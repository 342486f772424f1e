using System.Reflection;

namespace Uniquity.Architecture.Tests.Api;

/// <summary>Writes a type as C# does, with the question marks of nullable references.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>A type without anything known of its nullability.</summary>
    public static string Of(Type type) => Write(type, nullability: null);

    /// <summary>The type of a parameter, property, field or returned value.</summary>
    public static string Of(NullabilityInfo info) => Write(info.Type, info);

    private static string Write(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef) return Write(type.GetElementType()!, nullability);
        if (Nullable.GetUnderlyingType(type) is { } value) return Write(value, nullability: null) + "?";
        var mark = !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray) return Write(type.GetElementType()!, nullability?.ElementType) + "[]" + mark;
        return Name(type, nullability) + mark;
    }

    private static string Name(Type type, NullabilityInfo? nullability)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        var name = type.Name.Split('`')[0];
        if (!type.IsGenericParameter && type.DeclaringType is { } outer) name = $"{Of(outer)}.{name}";
        if (!type.IsGenericType) return name;
        var known = nullability?.GenericTypeArguments ?? [];
        var arguments = type.GetGenericArguments()
            .Select((argument, position) => Write(argument, position < known.Length ? known[position] : null)).ToList();
        return type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true
            ? $"({string.Join(", ", arguments)})"
            : $"{name}<{string.Join(", ", arguments)}>";
    }
}
