using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Catalogue;

/// <summary>Reads the triggers of a database, and the foreign keys that change other rows.</summary>
internal sealed class TriggerReader(SqliteSession session)
{
    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<Trigger>> ReadAsync(CancellationToken cancellation)
    {
        var triggers = await session.QueryAsync(
            new SqlText().Add("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"),
            row => Trigger.Read(row.GetString(0), row.GetString(1), row.GetString(2)),
            cancellation);
        var keys = await session.QueryAsync(
            new SqlText().Add("SELECT DISTINCT m.name, f.\"table\", f.on_update, f.on_delete FROM sqlite_master AS m ")
                .Add("JOIN pragma_foreign_key_list(m.name, 'main') AS f WHERE m.type = 'table' ORDER BY m.name"),
            row => (Child: row.GetString(0), Parent: row.GetString(1), OnUpdate: row.GetString(2), OnDelete: row.GetString(3)),
            cancellation);
        foreach (var key in keys)
        {
            if (Effect(key.OnUpdate, WriteEvent.Update) is { } update) triggers.Add(Cascade(key.Child, key.Parent, WriteEvent.Update, update));
            if (Effect(key.OnDelete, WriteEvent.Delete) is { } delete) triggers.Add(Cascade(key.Child, key.Parent, WriteEvent.Delete, delete));
        }

        return triggers;
    }

    private static WriteEvent? Effect(string action, WriteEvent cascaded) => action switch
    {
        "CASCADE" => cascaded,
        "SET NULL" or "SET DEFAULT" => WriteEvent.Update,
        _ => null,
    };

    private static Trigger Cascade(string child, string parent, WriteEvent fired, WriteEvent effect) =>
        new($"foreign key of {child} to {parent}", new TableWrite(parent, fired), [new TableWrite(child, effect)], Sql: null);
}
