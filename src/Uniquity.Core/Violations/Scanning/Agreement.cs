namespace Uniquity.Violations.Scanning;

/// <summary>How the facts of two reports relate: whether they can tell of the same violation.</summary>
/// <remarks>The statement and the context are not compared: the same violation is often told with and without them.</remarks>
internal static class Agreement
{
    /// <summary>Whether no fact of one contradicts a fact of the other.</summary>
    public static bool Agree(Violation a, Violation b) =>
        Agree(a.Engine, b.Engine) && Agree(a.Code, b.Code) && Agree(a.Database, b.Database) && Agree(a.Schema, b.Schema)
        && Agree(a.Table, b.Table) && Agree(a.Index, b.Index) && (a.Kind is null || b.Kind is null || a.Kind == b.Kind)
        && Agree(a.Key, b.Key) && (a.Sent.Count == 0 || b.Sent.Count == 0 || a.Sent.SequenceEqual(b.Sent));

    /// <summary>Whether every fact that one states is stated by the other as well; they are known to agree.</summary>
    public static bool StatesNoMore(Violation a, Violation b) =>
        (a.Engine is null || b.Engine is not null) && (a.Code is null || b.Code is not null) && (a.Database is null || b.Database is not null)
        && (a.Schema is null || b.Schema is not null) && (a.Table is null || b.Table is not null) && (a.Index is null || b.Index is not null)
        && (a.Kind is null || b.Kind is not null) && (a.Key.Count == 0 || b.Key.Count > 0) && (a.Sent.Count == 0 || b.Sent.Count > 0 || b.Key.Count > 0) && StatesNoMore(a.Key, b.Key);

    /// <summary>Whether two reports that stand near each other tell of the same violation.</summary>
    /// <remarks>
    /// They must agree, and one must state no more than the other, or both must name the index or the key: a table alone
    /// may have several unique indexes. A block of fields belongs to the message near it in any case; a message of a mapper that
    /// names no engine is an error of its own, beside another's.
    /// </remarks>
    public static bool IsSame(Violation a, Violation b, bool fieldsOnly) =>
        Agree(a, b)
        && ((a.Engine is null) == (b.Engine is null) || (fieldsOnly && (StatesNoMore(a, b) || StatesNoMore(b, a))))
        && (fieldsOnly || StatesNoMore(a, b) || StatesNoMore(b, a) || (a.Index is not null && b.Index is not null) || (a.Key.Count > 0 && b.Key.Count > 0));

    /// <summary>The facts of both; they are known to agree.</summary>
    /// <returns>One of the two where it already states all.</returns>
    public static Violation Unite(Violation a, Violation b)
    {
        if (StatesNoMore(b, a) && (a.Statement is not null || b.Statement is null) && (a.Context is not null || b.Context is null)) return a;
        return a with
        {
            Engine = a.Engine ?? b.Engine,
            Code = a.Code ?? b.Code,
            Kind = a.Kind ?? b.Kind,
            Database = a.Database ?? b.Database,
            Schema = a.Schema ?? b.Schema,
            Table = a.Table ?? b.Table,
            Index = a.Index ?? b.Index,
            Key = Unite(a.Key, b.Key),
            Sent = a.Sent.Count > 0 ? a.Sent : b.Sent,
            OtherKeys = a.OtherKeys.Count > 0 ? a.OtherKeys : b.OtherKeys,
            Statement = a.Statement ?? b.Statement,
            Context = a.Context ?? b.Context,
        };
    }

    private static bool Agree(string? a, string? b) => a is null || b is null || a == b;

    private static bool Agree(IReadOnlyList<KeyValue> a, IReadOnlyList<KeyValue> b)
    {
        if (a.Count == 0 || b.Count == 0) return true;
        if (a.Count != b.Count) return false;
        for (var i = 0; i < a.Count; i++)
        {
            if (!Agree(a[i].Field, b[i].Field)) return false;
            var bothKnown = IsKnown(a[i]) && IsKnown(b[i]);
            if (bothKnown && (a[i].IsNull != b[i].IsNull || a[i].Value != b[i].Value)) return false;
        }

        return true;
    }

    private static bool StatesNoMore(IReadOnlyList<KeyValue> a, IReadOnlyList<KeyValue> b)
    {
        for (var i = 0; i < a.Count; i++)
        {
            if ((a[i].Field is not null && b[i].Field is null) || (IsKnown(a[i]) && !IsKnown(b[i]))) return false;
        }

        return true;
    }

    private static IReadOnlyList<KeyValue> Unite(IReadOnlyList<KeyValue> a, IReadOnlyList<KeyValue> b)
    {
        if (a.Count == 0) return b;
        if (b.Count == 0 || StatesNoMore(b, a)) return a;
        var united = new KeyValue[a.Count];
        for (var i = 0; i < united.Length; i++)
        {
            var value = IsKnown(a[i]) ? a[i] : b[i];
            united[i] = new KeyValue(a[i].Field ?? b[i].Field, value.Value, value.IsNull);
        }

        return united;
    }

    private static bool IsKnown(KeyValue part) => part.IsNull || part.Value is not null;
}
