using System.Runtime.InteropServices;

namespace Uniquity.MongoDb.Native;

/// <summary>The calls into libbson.</summary>
internal static unsafe partial class Bson
{
    public const string Library = "bson";

    [LibraryImport(Library, EntryPoint = "bson_init")]
    public static partial void Init(nint bson);

    [LibraryImport(Library, EntryPoint = "bson_init_static")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool InitStatic(nint bson, byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "bson_init_from_json")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool InitFromJson(nint bson, byte* json, nint length, BsonError* error);

    [LibraryImport(Library, EntryPoint = "bson_destroy")]
    public static partial void Destroy(nint bson);

    [LibraryImport(Library, EntryPoint = "bson_get_data")]
    public static partial byte* Data(nint bson);

    [LibraryImport(Library, EntryPoint = "bson_as_canonical_extended_json")]
    public static partial byte* AsCanonicalJson(nint bson, nuint* length);

    [LibraryImport(Library, EntryPoint = "bson_as_relaxed_extended_json")]
    public static partial byte* AsRelaxedJson(nint bson, nuint* length);

    [LibraryImport(Library, EntryPoint = "bson_free")]
    public static partial void Free(byte* memory);

    [LibraryImport(Library, EntryPoint = "bson_append_utf8")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool AppendUtf8(BsonHandle bson, byte* key, int keyLength, byte* value, int length);

    [LibraryImport(Library, EntryPoint = "bson_append_int32")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool AppendInt32(BsonHandle bson, byte* key, int keyLength, int value);

    [LibraryImport(Library, EntryPoint = "bson_append_int64")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool AppendInt64(BsonHandle bson, byte* key, int keyLength, long value);

    [LibraryImport(Library, EntryPoint = "bson_append_double")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool AppendDouble(BsonHandle bson, byte* key, int keyLength, double value);

    [LibraryImport(Library, EntryPoint = "bson_append_bool")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool AppendBool(BsonHandle bson, byte* key, int keyLength, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library, EntryPoint = "bson_append_null")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool AppendNull(BsonHandle bson, byte* key, int keyLength);

    [LibraryImport(Library, EntryPoint = "bson_append_date_time")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool AppendDate(BsonHandle bson, byte* key, int keyLength, long milliseconds);

    [LibraryImport(Library, EntryPoint = "bson_append_document")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool AppendDocument(BsonHandle bson, byte* key, int keyLength, BsonHandle value);

    [LibraryImport(Library, EntryPoint = "bson_append_array")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool AppendArray(BsonHandle bson, byte* key, int keyLength, BsonHandle value);

    [LibraryImport(Library, EntryPoint = "bson_concat")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool Concat(BsonHandle bson, BsonHandle other);
}
