using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Uniquity.EntityFrameworkCore.Violations;
using Uniquity.Writing;

namespace Uniquity.EntityFrameworkCore.Writing;

/// <summary>One column of an entity: how its value is got, converted, and set.</summary>
internal sealed class EntityColumn
{
    private readonly IProperty _property;
    private readonly List<MemberInfo> _path;
    private readonly ValueConverter? _converter;
    private readonly Func<DbDataReader, int, object> _read;
    private readonly object? _discriminator;

    /// <summary>Prepares the access to a property.</summary>
    /// <param name="entity">The entity that is written.</param>
    /// <param name="property">The property.</param>
    /// <param name="column">Its column.</param>
    public EntityColumn(IEntityType entity, IProperty property, IColumn column)
    {
        _property = property;
        _path = MembersTo(property);
        var mapping = property.GetRelationalTypeMapping();
        _converter = mapping.Converter;
        _read = Reader(_converter?.ProviderClrType ?? Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType);
        _discriminator = entity.FindDiscriminatorProperty() == property ? entity.GetDiscriminatorValue() : null;
        Path = ModelNames.Path(property);
        var generated = property.ValueGenerated.HasFlag(ValueGenerated.OnAdd);
        ByDatabase = generated && !(property.ClrType == typeof(Guid) && property.GetDefaultValueSql() is null);
        Column = new(Path, Uniquity.PostgreSql.Sql.Quote.Name(column.Name), column.StoreType)
        {
            Computed = property.ValueGenerated.HasFlag(ValueGenerated.OnUpdate) || property.GetComputedColumnSql() is not null || property.GetBeforeSaveBehavior() == PropertySaveBehavior.Ignore,
            Numbered = ByDatabase,
            Primary = property.IsPrimaryKey(),
        };
    }

    /// <summary>The property's path from the entity on.</summary>
    public string Path { get; }

    /// <summary>The property's name where the class has no member for it, so that only the context knows its value.</summary>
    public string? Shadow => _path.Count == 0 ? _property.Name : null;

    /// <summary>The property's name.</summary>
    public string Name => _property.Name;

    /// <summary>The property's type.</summary>
    public Type ClrType => _property.ClrType;

    /// <summary>The column for the statements.</summary>
    public WriteColumn Column { get; }

    /// <summary>Whether the database makes the value where none is set.</summary>
    public bool ByDatabase { get; }

    /// <summary>Whether it is the column of a property.</summary>
    public bool Is(IReadOnlyProperty property) => ReferenceEquals(_property, property);

    /// <summary>The value as the driver takes it; <see cref="WriteColumn.LeftOut"/> where the database makes it.</summary>
    public object? Value(DbContext context, object entity)
    {
        if (_discriminator is not null) return Converted(_discriminator);
        if (_path.Count == 0) return Converted(context.Entry(entity).Property(_property.Name).CurrentValue);
        var value = Get(entity);
        if (!_property.ValueGenerated.HasFlag(ValueGenerated.OnAdd) || !Equals(value, _property.Sentinel)) return Converted(value);
        if (ByDatabase) return WriteColumn.LeftOut;
        Set(entity, value = Guid.CreateVersion7());
        return Converted(value);
    }

    /// <summary>The raw value that a reader has; <see langword="null"/> for a null.</summary>
    public object? Raw(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : _read(reader, ordinal);

    /// <summary>The property's own value of a raw one.</summary>
    public object? FromRaw(object? raw) => raw is null ? null : _converter is null ? raw : _converter.ConvertFromProvider(raw);

    /// <summary>Sets the property from a raw value; one that only the context knows is left to it.</summary>
    public void Take(object entity, object? raw)
    {
        if (_path.Count > 0) Set(entity, FromRaw(raw));
    }

    private object? Converted(object? value) => value is null || _converter is null ? value : _converter.ConvertToProvider(value);

    private object? Get(object? at)
    {
        foreach (var member in _path)
        {
            if (at is null) return null;
            at = member is PropertyInfo property ? property.GetValue(at) : ((FieldInfo)member).GetValue(at);
        }

        return at;
    }

    private void Set(object entity, object? value)
    {
        object? at = entity;
        foreach (var member in _path.SkipLast(1)) at = at is null ? null : member is PropertyInfo property ? property.GetValue(at) : ((FieldInfo)member).GetValue(at);
        if (at is null) return;
        if (_path[^1] is PropertyInfo { SetMethod: not null } settable) settable.SetValue(at, value);
        else _property.FieldInfo?.SetValue(at, value);
    }

    // Empty for a property that the class does not have.
    private static List<MemberInfo> MembersTo(IProperty property)
    {
        MemberInfo? own = (MemberInfo?)property.PropertyInfo ?? property.FieldInfo;
        if (own is null) return [];
        var path = new List<MemberInfo> { own };
        for (ITypeBase type = property.DeclaringType; ;)
        {
            MemberInfo? step;
            switch (type)
            {
                case IComplexType complex:
                    step = (MemberInfo?)complex.ComplexProperty.PropertyInfo ?? complex.ComplexProperty.FieldInfo;
                    type = complex.ComplexProperty.DeclaringType;
                    break;
                case IEntityType owned when owned.FindOwnership() is { PrincipalToDependent: { } navigation } ownership:
                    step = (MemberInfo?)navigation.PropertyInfo ?? navigation.FieldInfo;
                    type = ownership.PrincipalEntityType;
                    break;
                default:
                    return path;
            }

            if (step is null) return [];
            path.Insert(0, step);
        }
    }

    private static Func<DbDataReader, int, object> Reader(Type type)
    {
        var reader = Expression.Parameter(typeof(DbDataReader));
        var ordinal = Expression.Parameter(typeof(int));
        var get = Expression.Call(reader, typeof(DbDataReader).GetMethod(nameof(DbDataReader.GetFieldValue))!.MakeGenericMethod(type), ordinal);
        return Expression.Lambda<Func<DbDataReader, int, object>>(Expression.Convert(get, typeof(object)), reader, ordinal).Compile();
    }
}
