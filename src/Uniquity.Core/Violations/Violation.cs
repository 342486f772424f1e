namespace Uniquity.Violations;

/// <summary>One refusal of a write, or of an index build, because of a unique index.</summary>
/// <remarks>Immutable. What the text does not state is <see langword="null"/> (an empty <see cref="Key"/> for the key).</remarks>
public sealed record Violation
{
    /// <summary>The database engine's id as in the JSON contract (<c>postgresql</c>, <c>mongodb</c>, …).</summary>
    public string? Engine { get; init; }

    /// <summary>The engine's code: SQLSTATE, server code or extended result code, as text.</summary>
    public string? Code { get; init; }

    /// <summary>Whether a write or an index build was refused.</summary>
    public ViolationKind? Kind { get; init; }

    /// <summary>The database that the text names.</summary>
    public string? Database { get; init; }

    /// <summary>The schema that the text names.</summary>
    public string? Schema { get; init; }

    /// <summary>The table or collection that the text names.</summary>
    public string? Table { get; init; }

    /// <summary>The unique index or constraint that the text names.</summary>
    public string? Index { get; init; }

    /// <summary>The key, in the order of the index, as far as the text states it.</summary>
    public IReadOnlyList<KeyValue> Key { get; init; } = [];

    /// <summary>
    /// What else the key may be, the likelier first: a text that joins values with commas and escapes nothing (PostgreSQL's
    /// DETAIL) can be parted in several ways where a value holds a comma itself.
    /// </summary>
    /// <value>Empty where the text leaves no doubt; at most 63.</value>
    public IReadOnlyList<IReadOnlyList<KeyValue>> OtherKeys { get; init; } = [];

    /// <summary>
    /// What the refused document had in its fields, dotted paths included, where the text prints it and neither states the key
    /// nor names its fields: whoever knows the index's fields finds the key in it.
    /// </summary>
    /// <value>Empty where the text does not print it, or <see cref="Key"/> tells what is in it.</value>
    public IReadOnlyList<KeyValue> Sent { get; init; } = [];

    /// <summary>The statement that was refused, where the text prints it (a server log's STATEMENT line, an ORM's SQL).</summary>
    public string? Statement { get; init; }

    /// <summary>Where in the database it arose, where the text prints it (CONTEXT lines: a trigger's function, a COPY line).</summary>
    public string? Context { get; init; }

    /// <summary>How often the text repeats this violation.</summary>
    /// <value>1 or more.</value>
    public int Times { get; init; } = 1;

    /// <summary>The line on which the text states it first.</summary>
    /// <value>1 or more.</value>
    public int Line { get; init; } = 1;

    /// <summary>The violation in a few words, fit for a log: names only, never a value of the key.</summary>
    public override string ToString()
    {
        var table = Schema is null ? Table : $"{Schema}.{Table}";
        var fields = string.Join(", ", Key.Select(part => part.Field ?? "?"));
        return $"{Engine ?? "unknown engine"} {Code}: duplicate key in {Index ?? "a unique index"}{(table is null ? "" : " of " + table)}{(fields.Length == 0 ? "" : $" ({fields})")}";
    }
}
