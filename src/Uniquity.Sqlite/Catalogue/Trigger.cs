using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Catalogue;

/// <summary>A trigger, or a foreign key that acts as one: a write to one table that makes another.</summary>
/// <param name="Name">The trigger's name, or words for the foreign key.</param>
/// <param name="On">The write that fires it.</param>
/// <param name="Writes">The writes that it makes.</param>
/// <param name="Sql">The statement that made it; <see langword="null"/> for a foreign key.</param>
internal sealed record Trigger(string Name, TableWrite On, IReadOnlyList<TableWrite> Writes, string? Sql)
{
    /// <summary>Reads CREATE TRIGGER name [BEFORE | AFTER | INSTEAD OF] event ON table … BEGIN body END.</summary>
    public static Trigger Read(string name, string table, string sql)
    {
        var tokens = SqlTokenizer.Tokenize(sql);
        var on = TokenList.IndexOfWord(tokens, "ON");
        var begin = TokenList.IndexOfWord(tokens, "BEGIN", Math.Max(on, 0));

        // The event stands before ON: INSERT, DELETE, UPDATE or UPDATE OF columns.
        var head = tokens.Take(Math.Max(on, 0)).ToList();
        var fired = head.Exists(t => t.Is("INSERT")) ? WriteEvent.Insert : head.Exists(t => t.Is("DELETE")) ? WriteEvent.Delete : WriteEvent.Update;
        return new Trigger(name, new TableWrite(table, fired), TableWrite.In([.. tokens.Skip(begin + 1)]), sql);
    }
}
