using System.Text.Json;
using SQLitePCL;
using Uniquity.Indexes;
using Uniquity.Loading;

namespace Uniquity.Sqlite.Loading;

/// <summary>Tells why a record was refused, and which row holds its key.</summary>
internal sealed class RefusedRow(LoadTable table, NewIndexes added)
{
    private const int NullRefused = 1299;
    private const int PrimaryKeyTaken = 1555;
    private const int KeyTaken = 2067;
    private const int RowidTaken = 2579;
    private const int CheckBroken = 275;
    private const int ReferenceBroken = 787;
    private const int RaisedByTrigger = 1811;
    private const int WrongType = 3091;

    /// <summary>Whether a refusal is the record's own fault, and not the file's or the disk's.</summary>
    public static bool IsOfRecord(SqliteRefusal refusal) => !refusal.OfStatement && refusal.Primary is (raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG or raw.SQLITE_ERROR);

    /// <summary>Words a refusal.</summary>
    public LoadReject Read(SqliteRefusal refusal, LoadRecord record, LoadShape shape)
    {
        var reject = new LoadReject(record.Line, Reason(refusal), $"{refusal.Message} ({refusal.Code})".ReplaceLineEndings(" "), record);
        if (refusal.Code is not (KeyTaken or PrimaryKeyTaken or RowidTaken)) return reject;

        // Partial indexes of the same columns have the same words: the one whose key is held is meant.
        var named = Named(table.Request.Indexes, refusal);
        if (named.Count == 0) named = Named(added.All, refusal);
        var found = named.Select(index => (Index: index, Holder: Find(index, record, shape))).OrderBy(pair => pair.Holder is null).FirstOrDefault();
        return found.Index is null ? reject : reject with
        {
            Index = found.Index.Name,
            KeyFields = found.Index.Key.All(part => !part.Expression) ? [.. found.Index.Key.Select(part => shape.FieldOf(part.Part))] : null,
            Holder = found.Holder,
        };
    }

    /// <summary>The row that holds the key of a record.</summary>
    public static JsonElement? Find(UniqueIndex index, LoadRecord record, LoadShape shape)
    {
        if (shape.Holder(index) is not { } statement) return null;
        shape.Bind(statement, record);
        try
        {
            return statement.Step() ? statement.Row() : null;
        }
        catch (SqliteRefusal refusal) when (refusal.Primary == raw.SQLITE_ERROR)
        {
            // The expression of the key cannot be computed of this record.
            return null;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>A trigger left the record out without a word.</summary>
    public static LoadReject LeftOut(LoadRecord record, LoadTable table) => new(record.Line, "refused", $"a trigger of {table.Request.Table} left it out (RAISE(IGNORE))", record);

    /// <summary>A deferred reference that nothing in the chunk closes.</summary>
    public static LoadReject OpenReference(LoadRecord record) => new(record.Line, "reference", "FOREIGN KEY constraint failed: its deferred reference stays open (787)", record);

    private static List<UniqueIndex> Named(IReadOnlyList<UniqueIndex> indexes, SqliteRefusal refusal) => [.. indexes.Where(index => refusal.Message.Equals(WordsFor(index), StringComparison.OrdinalIgnoreCase))];

    private static string Reason(SqliteRefusal refusal) => refusal.Code switch
    {
        KeyTaken or PrimaryKeyTaken or RowidTaken => "duplicate",
        NullRefused => "null",
        ReferenceBroken => "reference",
        CheckBroken => "check",
        WrongType or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG => "value",
        RaisedByTrigger => "trigger",
        _ => "refused",
    };

    /// <summary>SQLite names columns, and an index only where its key has an expression.</summary>
    private static string WordsFor(UniqueIndex index) => "UNIQUE constraint failed: " + (index.Key.Any(part => part.Expression)
        ? $"index '{index.Name}'"
        : string.Join(", ", index.Key.Select(part => $"{index.Table.Name}.{part.Part}")));
}
