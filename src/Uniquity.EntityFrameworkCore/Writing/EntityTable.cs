using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Writing;
using Uniquity.Writing;

namespace Uniquity.EntityFrameworkCore.Writing;

/// <summary>An entity's table, its columns, and the unique index that a key means; all from the model.</summary>
internal sealed class EntityTable
{
    // Belongs to the model, and goes with it.
    private static readonly ConditionalWeakTable<IModel, ConcurrentDictionary<(Type Entity, string Key), EntityTable>> Known = [];

    private EntityTable(IEntityType entity, IReadOnlyList<EntityColumn> columns, WriteTable table)
    {
        Entity = entity;
        Columns = columns;
        Writer = new(table, new EntityRows(columns));
    }

    /// <summary>The entity.</summary>
    public IEntityType Entity { get; }

    /// <summary>Its columns.</summary>
    public IReadOnlyList<EntityColumn> Columns { get; }

    /// <summary>Writes its rows.</summary>
    public RowWriter<object?[]> Writer { get; }

    /// <summary>Reads the model, once for an entity and a key.</summary>
    /// <param name="context">The context.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="WriteException">The entity is in no one table, or no unique index of the model has the key.</exception>
    public static EntityTable Of<T>(DbContext context, Expression<Func<T, object?>> key)
        where T : class
    {
        var members = KeyMember.Of(key);
        var id = (typeof(T), string.Join(',', members.Select(member => $"{member.Function} {member.Name}")));
        return Known.GetValue(context.Model, _ => new()).GetOrAdd(id, _ => Read<T>(context, members));
    }

    private static EntityTable Read<T>(DbContext context, IReadOnlyList<KeyMember> key)
    {
        var entity = context.Model.FindEntityType(typeof(T)) ?? throw new WriteException($"{typeof(T).Name} is no entity of {context.GetType().Name}.");
        var tables = entity.GetTableMappings().Select(mapping => mapping.Table).Distinct().ToList();
        if (tables is not [var table])
            throw new WriteException($"{typeof(T).Name} is spread over {tables.Count} tables; a race-free write needs its row in one. Write with SaveChanges, and catch UniqueViolationException.");
        var columns = new List<EntityColumn>();
        var names = new List<IColumn>();
        foreach (var column in table.Columns)
        {
            // Of an owned type the key is its owner's; of a hierarchy only what this type has.
            var property = column.PropertyMappings.Select(mapping => mapping.Property)
                .Where(property => property.DeclaringType.ContainingEntityType is var type && (type.IsAssignableFrom(entity) || IsOwnedBy(type, entity)))
                .OrderBy(property => property.DeclaringType is IEntityType owned && owned.IsOwned()).FirstOrDefault();
            if (property is null) continue;
            columns.Add(new(entity, property, column));
            names.Add(column);
        }

        var sql = table.Schema is null ? Quote.Name(table.Name) : $"{Quote.Name(table.Schema)}.{Quote.Name(table.Name)}";
        var arbiter = Choose(entity, table, columns, names, key);
        var plansAreKept = context.Database.GetDbConnection() is NpgsqlConnection connection && NpgsqlWriteSession.PlansAreKept(connection);
        return new(entity, columns, new(sql, [.. columns.Select(column => column.Column)], arbiter) { PlansAreKept = plansAreKept });
    }

    private static bool IsOwnedBy(IEntityType type, IEntityType entity) =>
        type.FindOwnership() is { } ownership && (ownership.PrincipalEntityType.IsAssignableFrom(entity) || IsOwnedBy(ownership.PrincipalEntityType, entity));

    private static Arbiter Choose(IEntityType entity, ITable table, List<EntityColumn> columns, List<IColumn> names, IReadOnlyList<KeyMember> key)
    {
        var wanted = key.Select(member => member.Function is not null
            ? throw new WriteException($"EF Core's model knows no index over {member.Function}({member.Name}). Write through the connection: ((NpgsqlConnection)context.Database.GetDbConnection()).InsertOrGetAsync(…).")
            : columns.FindIndex(column => column.Path == member.Name) is >= 0 and var at ? at : throw new WriteException($"{entity.ClrType.Name}.{member.Name} has no column in {table.Name}.")).ToList();
        var candidates = table.UniqueConstraints.Select(constraint => (constraint.Name, constraint.Columns, Filter: (string?)null, NullsEqual: false))
            .Concat(table.Indexes.Where(index => index.IsUnique).Select(index => (index.Name, index.Columns, index.Filter, NullsEqual: NullsEqual(index))));
        foreach (var (name, indexed, filter, nullsEqual) in candidates.OrderBy(candidate => candidate.Filter is not null))
        {
            if (indexed.Count != wanted.Count || !indexed.All(column => wanted.Exists(at => names[at] == column))) continue;
            return new(name, [.. indexed.Select(column => new ArbiterPart(Quote.Name(column.Name), names.IndexOf(column), null))], filter, nullsEqual);
        }

        var there = table.UniqueConstraints.Select(constraint => $"{constraint.Name} ({string.Join(", ", constraint.Columns.Select(column => column.Name))})")
            .Concat(table.Indexes.Where(index => index.IsUnique).Select(index => $"{index.Name} ({string.Join(", ", index.Columns.Select(column => column.Name))})"));
        throw new WriteException(
            $"No unique index of {entity.ClrType.Name} has the key {string.Join(", ", key.Select(member => member.Name))}: nothing would keep two writers apart. " +
            $"The model has {string.Join("; ", there)}. Add one: modelBuilder.Entity<{entity.ClrType.Name}>().HasIndex(x => …).IsUnique(), and a migration.");
    }

    // The provider's own annotation; its extension method would need the provider.
    private static bool NullsEqual(ITableIndex index) => index.FindAnnotation("Npgsql:NullsDistinct")?.Value is false;
}
