namespace Uniquity.Writing;

/// <summary>A table as one kind of row is written to it.</summary>
/// <param name="Sql">The table's name, quoted.</param>
/// <param name="Columns">The columns that the row's properties have.</param>
/// <param name="Arbiter">The index of the key.</param>
internal sealed record WriteTable(string Sql, IReadOnlyList<WriteColumn> Columns, Arbiter Arbiter)
{
    /// <summary>Whether it is made of partitions, which hide a row's system columns.</summary>
    public bool Partitioned { get; init; }

    /// <summary>Whether the driver prepares by itself what it runs often: then a statement that does two things is planned once.</summary>
    public bool PlansAreKept { get; init; }

    /// <summary>All columns, as they are read.</summary>
    public string Selected { get; init; } = string.Join(", ", Columns.Select(column => column.Read));

    /// <summary>Which columns make the key.</summary>
    public IReadOnlySet<int> KeyColumns { get; } = Arbiter.Parts.Select(part => part.Column).ToHashSet();

    /// <summary>Which columns an update changes.</summary>
    /// <param name="wanted">The properties that are asked for; <see langword="null"/> for all that can be.</param>
    /// <exception cref="WriteException">One of them has no column.</exception>
    public IReadOnlyList<int> UpdatedColumns(IReadOnlyList<string>? wanted)
    {
        if (wanted is not null) return [.. wanted.Select(Find)];
        return [.. Enumerable.Range(0, Columns.Count).Where(i => !KeyColumns.Contains(i) && Columns[i] is { Primary: false, Computed: false, Numbered: false })];
    }

    /// <summary>The column of a property.</summary>
    /// <exception cref="WriteException">There is none.</exception>
    public int Find(string property)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Property == property) return i;
        }

        throw new WriteException($"{property} has no column in {Sql}. Its properties with columns are {string.Join(", ", Columns.Select(column => column.Property))}.");
    }
}
