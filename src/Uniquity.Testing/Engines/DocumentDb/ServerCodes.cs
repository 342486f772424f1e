using Uniquity.Testing.Engines.DocumentDb.Wire;

namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>Turns the SQLSTATEs of DocumentDB into the error codes of the MongoDB protocol.</summary>
internal static class ServerCodes
{
    public const int InternalError = 1, CursorNotFound = 43, NamespaceExists = 48, CommandNotFound = 59, NoSuchTransaction = 251, DuplicateKey = 11000;

    private static readonly Dictionary<string, int> Codes = new(StringComparer.Ordinal)
    {
        ["M0000"] = 1, ["M0001"] = 2, ["M0002"] = 5, ["M0003"] = 9, ["M0004"] = 14, ["M0005"] = 15, ["M00DO"] = 16, ["M0006"] = 20,
        ["M0008"] = 26, ["M0009"] = 27, ["M000A"] = 28, ["M000C"] = 34, ["M000D"] = 40, ["M000E"] = 43, ["M000F"] = 48, ["M00EX"] = 50,
        ["M000G"] = 52, ["M000H"] = 53, ["M000I"] = 54, ["M000J"] = 56, ["M000K"] = 57, ["M00EY"] = 59, ["M000M"] = 66, ["M000N"] = 67,
        ["M000O"] = 68, ["M000P"] = 72, ["M000Q"] = 73, ["M000R"] = 85, ["M000S"] = 86, ["M000T"] = 111, ["M00F1"] = 112, ["M000U"] = 115,
        ["M00CO"] = 121, ["M000W"] = 146, ["M000Z"] = 166, ["M0010"] = 167, ["M0011"] = 181, ["M0012"] = 197, ["M00F4"] = 201, ["M0015"] = 241,
        ["M00F6"] = 251, ["M0016"] = 263, ["M0017"] = 276, ["M0018"] = 291, ["M0019"] = 361, ["M001B"] = 10334, ["M001C"] = DuplicateKey,
        ["M001D"] = 12587, ["M001H"] = 13113, ["M002C"] = 16764, ["M002D"] = 16766, ["M003A"] = 17419, ["M007T"] = 40323, ["M007U"] = 40324,
        ["M0088"] = 40415, ["M009V"] = 51178, ["M009W"] = 51183,
        // PostgreSQL's own.
        ["23505"] = DuplicateKey, ["23P01"] = DuplicateKey, ["57014"] = 50, ["0A000"] = 115, ["40P01"] = 112, ["40001"] = 112,
        ["55P03"] = 24, ["42501"] = 13, ["53100"] = 14031, ["42P01"] = 26,
    };

    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "InternalError", [2] = "BadValue", [9] = "FailedToParse", [13] = "Unauthorized", [14] = "TypeMismatch", [20] = "IllegalOperation",
        [26] = "NamespaceNotFound", [27] = "IndexNotFound", [43] = "CursorNotFound", [48] = "NamespaceExists", [50] = "MaxTimeMSExpired",
        [59] = "CommandNotFound", [66] = "ImmutableField", [67] = "CannotCreateIndex", [68] = "IndexAlreadyExists", [72] = "InvalidOptions",
        [73] = "InvalidNamespace", [85] = "IndexOptionsConflict", [86] = "IndexKeySpecsConflict", [112] = "WriteConflict",
        [115] = "CommandNotSupported", [121] = "DocumentValidationFailure", [197] = "InvalidIndexSpecificationOption",
        [251] = "NoSuchTransaction", [263] = "OperationNotSupportedInTransaction", [DuplicateKey] = "DuplicateKey",
    };

    public static int Of(string sqlState) => Codes.GetValueOrDefault(sqlState, InternalError);

    public static string NameOf(int code) => Names.GetValueOrDefault(code, $"Location{code}");

    /// <summary>Inside replies a SQLSTATE stands as PostgreSQL packs it: five characters of six bits each.</summary>
    public static int Unpack(long code) => code <= 0xFFFFFF
        ? (int)code
        : Of(string.Concat(Enumerable.Range(0, 5).Select(at => (char)(((code >> (6 * at)) & 0x3F) + '0'))));

    /// <summary>The same document with every packed <c>code</c> unpacked, in its errors too.</summary>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> document)
    {
        var reply = new BsonReply();
        foreach (var field in BsonReading.Fields(document))
        {
            if (field is { Name: "code", Type: BsonField.Int32 or BsonField.Int64 }) reply.With("code", Unpack(field.AsInt64()));
            else if (field.Type is BsonField.Document or BsonField.Array) reply.With(field with { Value = Unpack(field.Value) });
            else reply.With(field);
        }

        return reply.ToDocument();
    }
}
