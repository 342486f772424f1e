using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;

namespace Uniquity.Writing;

/// <summary>Rows that are plain types: a class or record whose properties have the names of columns.</summary>
/// <remarks>Compiled once for a type and a table. Thread safe.</remarks>
internal sealed class PlainRows<T> : IRows<T>
{
    private readonly Func<T, object?>[] _getters;
    private readonly Func<DbDataReader, int, T> _read;
    private readonly Action<T, DbDataReader, int>?[] _setters;

    /// <summary>Compiles the access to the properties.</summary>
    /// <param name="properties">The properties, in the order of the columns.</param>
    /// <exception cref="WriteException">The type cannot be made from them.</exception>
    public PlainRows(IReadOnlyList<PropertyInfo> properties)
    {
        _getters = [.. properties.Select(Getter)];
        _read = Reader(properties);
        _setters = [.. properties.Select(Setter)];
    }

    /// <inheritdoc/>
    public object?[] Values(T row) => Array.ConvertAll(_getters, getter => getter(row));

    /// <inheritdoc/>
    public T Read(DbDataReader reader, int from) => _read(reader, from);

    /// <inheritdoc/>
    public T With(T row, IReadOnlyList<int> columns, DbDataReader reader, int from)
    {
        if (columns.Count == 0) return row;
        var copy = (T)Clone(row!);
        for (var i = 0; i < columns.Count; i++) _setters[columns[i]]?.Invoke(copy, reader, from + i);
        return copy;
    }

    // What records do for `with`, for any type.
    private static readonly Func<object, object> Clone =
        typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    // Also one that is only for initialising: the copy is being made. A value type is changed in a box that is thrown away.
    private static Action<T, DbDataReader, int>? Setter(PropertyInfo property)
    {
        if (property.SetMethod is null || typeof(T).IsValueType) return null;
        var row = Expression.Parameter(typeof(T));
        var reader = Expression.Parameter(typeof(DbDataReader));
        var ordinal = Expression.Parameter(typeof(int));
        return Expression.Lambda<Action<T, DbDataReader, int>>(Expression.Call(row, property.SetMethod, Value(reader, ordinal, property.PropertyType)), row, reader, ordinal).Compile();
    }

    // An enumeration travels as its number.
    private static Func<T, object?> Getter(PropertyInfo property)
    {
        var row = Expression.Parameter(typeof(T));
        Expression value = Expression.Property(row, property);
        var bare = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (bare.IsEnum)
        {
            var number = Enum.GetUnderlyingType(bare);
            value = Expression.Convert(value, bare == property.PropertyType ? number : typeof(Nullable<>).MakeGenericType(number));
        }

        return Expression.Lambda<Func<T, object?>>(Expression.Convert(value, typeof(object)), row).Compile();
    }

    private static Func<DbDataReader, int, T> Reader(IReadOnlyList<PropertyInfo> properties)
    {
        var reader = Expression.Parameter(typeof(DbDataReader));
        var from = Expression.Parameter(typeof(int));
        var values = properties.Select((property, i) => Value(reader, Expression.Add(from, Expression.Constant(i)), property.PropertyType)).ToList();
        var constructor = Constructor(properties);
        var taken = constructor.GetParameters().Select(parameter => IndexOf(properties, parameter.Name!)).ToList();
        var made = Expression.New(constructor, taken.Select(i => values[i]));
        var set = Enumerable.Range(0, properties.Count).Where(i => !taken.Contains(i) && properties[i].SetMethod is not null)
            .Select(i => (MemberBinding)Expression.Bind(properties[i], values[i]));
        return Expression.Lambda<Func<DbDataReader, int, T>>(Expression.MemberInit(made, set), reader, from).Compile();
    }

    // The constructor that takes the most, as a positional record has it.
    private static ConstructorInfo Constructor(IReadOnlyList<PropertyInfo> properties) =>
        typeof(T).GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length)
            .FirstOrDefault(constructor => constructor.GetParameters().All(parameter => IndexOf(properties, parameter.Name!) >= 0))
        ?? throw new WriteException($"{typeof(T).Name} cannot be made from its columns: it needs a public constructor without parameters, or one whose parameters are named like properties that have columns.");

    private static int IndexOf(IReadOnlyList<PropertyInfo> properties, string name)
    {
        for (var i = 0; i < properties.Count; i++)
        {
            if (string.Equals(properties[i].Name, name, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }

    private static ConditionalExpression Value(ParameterExpression reader, Expression ordinal, Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var stored = bare.IsEnum ? Enum.GetUnderlyingType(bare) : bare;
        var get = typeof(DbDataReader).GetMethod(nameof(DbDataReader.GetFieldValue))!.MakeGenericMethod(stored);
        Expression value = Expression.Call(reader, get, ordinal);
        if (value.Type != type) value = Expression.Convert(bare == stored ? value : Expression.Convert(value, bare), type);
        return Expression.Condition(Expression.Call(reader, nameof(DbDataReader.IsDBNull), null, ordinal), Expression.Default(type), value);
    }
}
