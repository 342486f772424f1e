using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Statements;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.Diagnosing;

/// <summary>What is settled about a violation when the probes begin.</summary>
public sealed record DiagnosisContext
{
    /// <summary>What the person gave.</summary>
    public required DiagnosisRequest Request { get; init; }

    /// <summary>The database.</summary>
    public required ITarget Target { get; init; }

    /// <summary>Where that is.</summary>
    public required TargetInfo Info { get; init; }

    /// <summary>The violation, completed from the catalogue; <see langword="null"/> where the text is no unique violation.</summary>
    public Violation? Violation { get; init; }

    /// <summary>The table, found in the catalogue.</summary>
    public TableName? Table { get; init; }

    /// <summary>The unique index, found in the catalogue; <see langword="null"/> where it no longer exists or was never built.</summary>
    public UniqueIndex? Index { get; init; }

    /// <summary>The parts of the refused key: the index's, or where none exists those of the key that someone wants.</summary>
    public IReadOnlyList<KeyPart> WantedKey { get; init; } = [];

    /// <summary>The refused key with the index's parts as names; empty where nobody stated it.</summary>
    public IReadOnlyList<KeyValue> Key { get; init; } = [];

    /// <summary>The row that holds the key.</summary>
    public HolderFact? Holder { get; init; }

    /// <summary>The columns of the table.</summary>
    public IReadOnlyList<Column> Columns { get; init; } = [];

    /// <summary>The refused row, as far as it is known: the document given, else the values of the statement.</summary>
    public Row? Refused { get; init; }

    /// <summary>What the writer was doing, as far as it is known.</summary>
    public WriteOperation? Operation { get; init; }

    /// <summary>The refused statement, as far as it is known.</summary>
    public string? Statement { get; init; }

    /// <summary>The refused statement taken apart, where it could be.</summary>
    public SqlStatement? ParsedStatement { get; init; }

    /// <summary>The index to look a key up by: the real one, or one that stands for the wanted key.</summary>
    public UniqueIndex? LookupIndex =>
        Index ?? (Table is { } table && WantedKey.Count > 0 ? new UniqueIndex { Table = table, Name = "", Key = WantedKey, Filter = ParsedStatement?.Operation == WriteOperation.IndexBuild ? ParsedStatement.Where : null } : null);

    /// <summary>The row that holds the key, or <see langword="null"/>.</summary>
    public Row? HolderRow => Holder?.Row;
}
