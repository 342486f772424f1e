using Uniquity.Causes;
using Uniquity.Indexes;

namespace Uniquity.Diagnosing;

/// <summary>The ways to end each cause, worded with the user's own names; the engine's adapter words the statements.</summary>
internal static class Remedies
{
    public static IReadOnlyList<Remedy> ForSameKey(DiagnosisContext context, UniqueIndex index) =>
    [
        NotSent(context, index) is { } column ? SendIt(column) : TellTheUser(index),
        InsertOrSkip(context, index),
        InsertOrUpdate(context, index),
    ];

    public static IReadOnlyList<Remedy> ForTakenId(DiagnosisContext context, UniqueIndex index) =>
    [
        InsertOrSkip(context, index, "Load again, and let rows that are there already be"),
        InsertOrUpdate(context, index, "Load again, and let the new rows win"),
        .. index.Key is [var id] && context.Columns.Any(column => column.Name == id.Part && column.Generator is not null)
            ? (Remedy[])[new Remedy { Title = $"Leave {id.Part} out of what is loaded, where nothing refers to it, and let the database give ids", Kind = RemedyKind.Write, Reversible = true, Lock = RemedyLock.None }]
            : [],
    ];

    public static IReadOnlyList<Remedy> ForNull(DiagnosisContext context, UniqueIndex index, KeyPart part)
    {
        var writer = context.Target.Statements;
        var column = new KeyPart(part.Part);
        return
        [
            Rebuild(context, index, $"Let the index cover only rows that have {part.Part}", index.Key, writer.And(index.Filter, writer.IsNotNull(column)), "present"),
            .. index.Nulls == NullHandling.NotDistinct ? (Remedy[])[Rebuild(context, index, "Build the index with nulls distinct, so that any number of rows may have none", index.Key, index.Filter, "nulls_distinct", nullsDistinct: true)] : [],
        ];
    }

    public static IReadOnlyList<Remedy> ForPlaceholder(DiagnosisContext context, UniqueIndex index, KeyPart part, IReadOnlyList<string> values)
    {
        var writer = context.Target.Statements;
        var nullable = context.Columns.FirstOrDefault(column => column.Name == part.Part)?.Nullable ?? false;
        return
        [
            .. nullable ? (Remedy[])[new Remedy { Title = $"Turn the placeholder into null: a unique index lets any number of rows have none", Kind = RemedyKind.Data, Reversible = false, Lock = RemedyLock.Row, Commands = [writer.SetNull(index.Whole.Table, part, values)] }] : [],
            Rebuild(context, index, "Let the index leave the placeholder out", index.Key, writer.And(index.Filter, writer.IsNoneOf(part, values)), "real"),
            new Remedy { Title = "Send null, not a placeholder, from the application", Kind = RemedyKind.Code, Reversible = true, Lock = RemedyLock.None },
        ];
    }

    public static IReadOnlyList<Remedy> ForFolding(DiagnosisContext context, UniqueIndex index, KeyPart part) =>
    [
        new Remedy { Title = $"Bring {Written(context, part)} into one form before it is written and before it is looked up (trim, lower case, NFKC)", Kind = RemedyKind.Code, Reversible = true, Lock = RemedyLock.None },
        .. index.Name.Length > 0 ? [InsertOrSkip(context, index)] : Array.Empty<Remedy>(),
        part.Expression && ColumnsOf.Expression(part.Part, context.Columns) is [var column]
            ? Rebuild(context, index, $"Where the two are really different values, let the index take {column.Name} as it is", [.. index.Key.Select(own => own == part ? new KeyPart(column.Name) : own)], index.Filter, "exact")
            : new Remedy { Title = "Where the two are really different values, build the index with a collation that tells them apart", Kind = RemedyKind.Index, Reversible = true, Lock = RemedyLock.None },
    ];

    // The application writes columns, not what an expression makes of them.
    private static string Written(DiagnosisContext context, KeyPart part) =>
        part.Expression && ColumnsOf.Expression(part.Part, context.Columns) is { Count: > 0 } columns ? string.Join(", ", columns.Select(static column => column.Name)) : part.Part;

    public static IReadOnlyList<Remedy> ForCompound(DiagnosisContext context, UniqueIndex index) =>
    [
        new Remedy
        {
            Title = $"Check all of {KeyText.Names(index.Key)} where the application looks before it writes",
            Kind = RemedyKind.Code, Reversible = true, Lock = RemedyLock.None,
            Commands = [context.Target.Statements.ShowRows(index.Whole.Table, index.Key, [.. context.Key.Select(static part => part.IsNull ? null : part.Value)])],
        },
        InsertOrSkip(context, index),
        InsertOrUpdate(context, index),
    ];

    public static IReadOnlyList<Remedy> ForTombstone(DiagnosisContext context, UniqueIndex index, LiveRows live) =>
    [
        Rebuild(context, index, "Let the index cover only live rows", index.Key, context.Target.Statements.And(index.Filter, context.Target.Statements.IsLive(live)), "live"),
        new Remedy
        {
            Title = "Bring the deleted row back instead of inserting a new one, where it is the same thing",
            Kind = RemedyKind.Write, Reversible = true, Lock = RemedyLock.Row,
            Commands = context.Target.Statements.Revive(index.Whole, [.. context.Key.Select(static part => part.IsNull ? null : part.Value)], live) is { } revive ? [revive] : [],
        },
    ];

    public static IReadOnlyList<Remedy> ForClientIds(DiagnosisContext context, UniqueIndex index, KeyPart part) =>
    [
        new Remedy { Title = $"Make {part.Part} a UUID (version 7 keeps them in order), or let the database make it", Kind = RemedyKind.Code, Reversible = true, Lock = RemedyLock.None },
        new Remedy { Title = "Until then, make a new id and try again when an insert is refused by this index", Kind = RemedyKind.Write, Reversible = true, Lock = RemedyLock.None },
    ];

    public static IReadOnlyList<Remedy> ForDuplicates(DiagnosisContext context, UniqueIndex wanted) =>
    [
        new Remedy
        {
            Title = "First see every group, and decide which row of each stays",
            Kind = RemedyKind.Data, Reversible = true, Lock = RemedyLock.None,
            Run = Duplicates(context, wanted),
        },
        new Remedy
        {
            Title = "Then resolve them (a plan first, an archive with it, and undo)",
            Kind = RemedyKind.Data, Reversible = true, Lock = RemedyLock.Row,
            Run = Call(context, "resolve", wanted) + " --keep first",
        },
        new Remedy
        {
            Title = "Then build the index again",
            Kind = RemedyKind.Index, Reversible = true, Lock = RemedyLock.TableBriefly,
            Commands = Build(context, wanted, context.ParsedStatement?.IndexName ?? context.Violation?.Index ?? IndexName.For(wanted.Table, wanted.Key, "key", "")),
        },
    ];

    private static IReadOnlyList<RemedyCommand> Build(DiagnosisContext context, UniqueIndex wanted, string name)
    {
        var writer = context.Target.Statements;
        var nullsDistinct = !context.Key.Any(static part => part.IsNull);
        return
        [
            .. writer.CreateUniqueIndex(wanted.Table, name, wanted.Key, wanted.Filter, nullsDistinct),
            .. context.ParsedStatement is { MakesConstraint: true } ? writer.ConstraintOfIndex(wanted.Table, name) : [],
        ];
    }

    public static IReadOnlyList<Remedy> ForTenant(DiagnosisContext context, UniqueIndex index, string tenant) =>
    [
        Rebuild(context, index, $"Make the key unique within {tenant}", [new KeyPart(tenant), .. index.Key], index.Filter, "key"),
    ];

    public static IReadOnlyList<Remedy> ForFilter(DiagnosisContext context, UniqueIndex index) =>
    [
        new Remedy
        {
            Title = "Look at all rows of this key, inside and outside the filter, and decide which may be inside",
            Kind = RemedyKind.Data, Reversible = true, Lock = RemedyLock.None,
            Commands = [context.Target.Statements.ShowRows(index.Whole.Table, index.Key, [.. context.Key.Select(static part => part.IsNull ? null : part.Value)])],
            Run = Duplicates(context, index with { Filter = null }),
        },
        new Remedy { Title = $"Where the key should be unique everywhere, resolve the rows outside and build the index without the filter ({index.Filter})", Kind = RemedyKind.Index, Reversible = true, Lock = RemedyLock.None },
    ];

    public static IReadOnlyList<Remedy> ForRace(DiagnosisContext context, UniqueIndex index) =>
    [
        InsertOrSkip(context, index, "Do not look first: insert, and let the index decide who wins"),
        InsertOrUpdate(context, index),
    ];

    public static IReadOnlyList<Remedy> ForRetry(DiagnosisContext context, UniqueIndex index) =>
    [
        new Remedy { Title = "Treat this refusal as success: what was asked for is stored", Kind = RemedyKind.Code, Reversible = true, Lock = RemedyLock.None },
        InsertOrSkip(context, index, "Make the write idempotent"),
    ];

    public static IReadOnlyList<Remedy> ForAnotherArbiter(DiagnosisContext context, UniqueIndex index) =>
    [
        InsertOrUpdate(context, index, $"Where {KeyText.Names(index.Key)} says which row is meant, let the upsert go by it"),
        InsertOrSkip(context, index, "Where the row that is there may stay as it is, skip"),
        new Remedy { Title = $"Where both keys matter, upsert by one and answer a refusal by {index.Name} as a conflict of its own (HTTP 409)", Kind = RemedyKind.Code, Reversible = true, Lock = RemedyLock.None },
    ];

    public static IReadOnlyList<Remedy> ForUpdate(DiagnosisContext context, UniqueIndex index) =>
    [
        new Remedy
        {
            Title = "Look at both rows: where they mean the same thing, merge them; else choose another value",
            Kind = RemedyKind.Data, Reversible = true, Lock = RemedyLock.None,
            Commands = [context.Target.Statements.ShowRows(index.Whole.Table, index.Key, [.. context.Key.Select(static part => part.IsNull ? null : part.Value)])],
        },
        TellTheUser(index),
    ];

    public static IReadOnlyList<Remedy> ForBatch(DiagnosisContext context) =>
    [
        new Remedy
        {
            Title = "Load the batch so that rows already there are left out and all others come in",
            Kind = RemedyKind.Write, Reversible = true, Lock = RemedyLock.Row,
            Commands = context.Index is { } index ? context.Target.Statements.LoadOrSkip(index.Whole, context.Columns) is { Count: > 0 } load ? load : [context.Target.Statements.InsertOrSkip(index.Whole, context.Columns)] : [],
        },
    ];

    public static IReadOnlyList<Remedy> ForKeyTwice(DiagnosisContext context, UniqueIndex? index) =>
    [
        new Remedy { Title = $"Collapse the batch first: keep one row for each {(index is null ? "key" : KeyText.Names(index.Key))} before it is sent", Kind = RemedyKind.Code, Reversible = true, Lock = RemedyLock.None },
        .. index is null ? Array.Empty<Remedy>() : [InsertOrSkip(context, index, "Or let the first of each key win")],
    ];

    // A person can mend only what the writer sent: a default is the table's.
    private static Facts.Column? NotSent(DiagnosisContext context, UniqueIndex index) =>
        context.Refused is { } refused && index.Key.All(part => !part.Expression && !refused.Has(part.Part))
            ? context.Columns.FirstOrDefault(column => column.Name == index.Key[0].Part && column.Generator is not null)
            : null;

    private static Remedy SendIt(Facts.Column column) => new()
    {
        Title = $"Send {column.Name} with the row, or give it a default that is new each time: the statement leaves it to its default ({column.Generator})",
        Kind = RemedyKind.Write,
        Reversible = true,
        Lock = RemedyLock.None,
    };

    private static Remedy TellTheUser(UniqueIndex index) => new()
    {
        Title = $"Tell the person that {KeyText.Names(index.Key)} is taken (HTTP 409), and let them choose another",
        Kind = RemedyKind.Code,
        Reversible = true,
        Lock = RemedyLock.None,
    };

    private static Remedy InsertOrSkip(DiagnosisContext context, UniqueIndex index, string title = "Insert if absent, in one statement") => new()
    {
        Title = title,
        Kind = RemedyKind.Write,
        Reversible = true,
        Lock = RemedyLock.Row,
        Commands = [context.Target.Statements.InsertOrSkip(index.Whole, context.Columns)],
    };

    private static Remedy InsertOrUpdate(DiagnosisContext context, UniqueIndex index, string title = "Insert or update, in one statement") => new()
    {
        Title = title,
        Kind = RemedyKind.Write,
        Reversible = false,
        Lock = RemedyLock.Row,
        Commands = [context.Target.Statements.InsertOrUpdate(index.Whole, context.Columns)],
    };

    // The new index stands before the old one goes, so that no duplicate slips in between.
    private static Remedy Rebuild(DiagnosisContext context, UniqueIndex index, string title, IReadOnlyList<KeyPart> key, string? filter, string suffix, bool? nullsDistinct = null) => new()
    {
        Title = title,
        Kind = RemedyKind.Index,
        Reversible = true,
        Lock = RemedyLock.TableBriefly,
        Commands =
        [
            .. context.Target.Statements.CreateUniqueIndex(index.Whole.Table, IndexName.For(index.Whole.Table, key, suffix, index.Whole.Name), key, filter, nullsDistinct ?? index.Nulls != NullHandling.NotDistinct),
            .. index.Name.Length > 0 ? context.Target.Statements.DropIndex(index.Whole) : [],
        ],
    };

    private static string Duplicates(DiagnosisContext context, UniqueIndex index) => Call(context, "duplicates", index);

    private static string Call(DiagnosisContext context, string command, UniqueIndex index) =>
        $"uniquity {command} --on {Shell.Word(context.Target.Statements.TableArgument(index.Whole.Table))} --key {Shell.Word(context.Target.Statements.KeyArgument(index.Key))}";
}
