namespace Uniquity.Violations.MongoDb;

/// <summary>Reads the unique violations of everything that speaks MongoDB: servers since 1.8, every driver's print, Cosmos DB, DocumentDB.</summary>
internal sealed class MongoDbParser : IViolationParser
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Anchors { get; } =
    [
        "E11000", "E11001", "duplicate key error", "11000", "11001", "DuplicateKey",
        "Duplicate key violation on the requested collection",
        .. CosmosWording.Conflicts,
        "WriteConflict", "Write conflict during plan execution",
        "MongoNetworkError", "ServerSelectionError", "ServerSelectionTimeoutError", "MongoTimeoutException", "MongoSocketOpenException",
        "server selection error", "CannotConvertIndexToUnique", DocumentDbExclusion.Anchor,
    ];

    /// <inheritdoc/>
    public bool TryRead(TextWindow window, out Finding finding)
    {
        switch (window.Anchor)
        {
            case "E11000" or "E11001" or "duplicate key error":
                return DuplicateKeyReport.TryRead(window, null, out finding);
            case "11000" or "11001" or "DuplicateKey":
                return ErrorObject.TryRead(window, out finding);
            case "Duplicate key violation on the requested collection":
                return CosmosWording.TryRead(window, null, out finding);
            case "WriteConflict" or "Write conflict during plan execution":
                return RelatedErrors.TryReadConflict(window, out finding);
            case DocumentDbExclusion.Anchor:
                return DocumentDbExclusion.TryRead(window, out finding);
            case "CannotConvertIndexToUnique":
                return UniqueConversion.TryRead(window, out finding);
            default:
                return char.IsAsciiLetter(window.Anchor[0]) && Array.IndexOf(CosmosWording.Conflicts, window.Anchor) >= 0
                    ? CosmosWording.TryReadConflict(window, out finding)
                    : RelatedErrors.TryReadUnreachable(window, out finding);
        }
    }
}
