namespace Uniquity.Writing;

/// <summary>A column that a property of the row has.</summary>
/// <param name="Property">The property, with dots for an owned type's.</param>
/// <param name="Sql">The column's name, quoted.</param>
/// <param name="Type">The column's type, as SQL.</param>
internal sealed record WriteColumn(string Property, string Sql, string Type)
{
    /// <summary>Whether the database computes it from other columns, so that it is never sent.</summary>
    public bool Computed { get; init; }

    /// <summary>Stands in a row for a value that the database is to make, where that cannot be told from the value itself.</summary>
    public static readonly object LeftOut = new();

    /// <summary>Whether it is numbered by the database where no number is sent.</summary>
    public bool Numbered { get; init; }

    /// <summary>Whether it has a default and may not be null.</summary>
    public bool Defaulted { get; init; }

    /// <summary>Whether it is of the primary key.</summary>
    public bool Primary { get; init; }

    /// <summary>Whether its type is one of the user's own, so that a driver may only know its text.</summary>
    public bool OwnType { get; init; }

    /// <summary>How two values are told apart as older and newer where their stored forms are not in order: an expression, with <c>{0}</c> for the value.</summary>
    /// <value><see langword="null"/> for the value itself.</value>
    public string? Order { get; init; }

    /// <summary>A value, or the column, as it is compared with another for being newer.</summary>
    public string Ordered(string value) => Order is null ? value : Order.Replace("{0}", value, StringComparison.Ordinal);

    /// <summary>The column as it is read: a type that the driver may not know, as text.</summary>
    public string Read => OwnType ? $"CAST({Sql} AS text)" : Sql;

    /// <summary>Whether the database may give it a value that was not sent.</summary>
    public bool Generated => Computed || Numbered || Defaulted;

    /// <summary>Whether a value stands for "the database decides": it is computed, or the value is none that a caller would send.</summary>
    /// <param name="value">The property's value.</param>
    public bool IsLeftOut(object? value) => Computed || ReferenceEquals(value, LeftOut) || value switch
    {
        null => Numbered || Defaulted,
        Guid id => (Numbered || Defaulted) && id == Guid.Empty,
        DateTime time => Defaulted && time == default,
        DateTimeOffset time => Defaulted && time == default,
        int number => Numbered && number == 0,
        long number => Numbered && number == 0,
        short number => Numbered && number == 0,
        _ => false,
    };
}
