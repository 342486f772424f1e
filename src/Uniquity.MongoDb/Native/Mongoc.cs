using System.Runtime.InteropServices;

namespace Uniquity.MongoDb.Native;

/// <summary>The calls into libmongoc.</summary>
internal static unsafe partial class Mongoc
{
    public const string Library = "mongoc";

    [LibraryImport(Library, EntryPoint = "mongoc_init")]
    public static partial void Init();

    [LibraryImport(Library, EntryPoint = "mongoc_get_version")]
    public static partial nint GetVersion();

    [LibraryImport(Library, EntryPoint = "mongoc_log_set_handler")]
    public static partial void SetLogHandler(delegate* unmanaged[Cdecl]<int, byte*, byte*, void*, void> handler, void* data);

    [LibraryImport(Library, EntryPoint = "mongoc_uri_new_with_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial UriHandle NewUri(string url, BsonError* error);

    [LibraryImport(Library, EntryPoint = "mongoc_uri_destroy")]
    public static partial void DestroyUri(nint uri);

    [LibraryImport(Library, EntryPoint = "mongoc_uri_get_database")]
    public static partial nint UriDatabase(UriHandle uri);

    [LibraryImport(Library, EntryPoint = "mongoc_uri_get_username")]
    public static partial nint UriUser(UriHandle uri);

    [LibraryImport(Library, EntryPoint = "mongoc_uri_get_option_as_int32", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UriOption(UriHandle uri, string name, int fallback);

    [LibraryImport(Library, EntryPoint = "mongoc_uri_set_option_as_int32", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool SetUriOption(UriHandle uri, string name, int value);

    [LibraryImport(Library, EntryPoint = "mongoc_uri_set_appname", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool SetAppName(UriHandle uri, string name);

    [LibraryImport(Library, EntryPoint = "mongoc_uri_get_appname")]
    public static partial nint UriAppName(UriHandle uri);

    [LibraryImport(Library, EntryPoint = "mongoc_client_pool_new_with_error")]
    public static partial PoolHandle NewPool(UriHandle uri, BsonError* error);

    [LibraryImport(Library, EntryPoint = "mongoc_client_pool_destroy")]
    public static partial void DestroyPool(nint pool);

    [LibraryImport(Library, EntryPoint = "mongoc_client_pool_set_error_api")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool SetErrorApi(PoolHandle pool, int version);

    [LibraryImport(Library, EntryPoint = "mongoc_client_pool_pop")]
    public static partial nint Pop(PoolHandle pool);

    [LibraryImport(Library, EntryPoint = "mongoc_client_pool_push")]
    public static partial void Push(PoolHandle pool, nint client);

    [LibraryImport(Library, EntryPoint = "mongoc_client_read_command_with_opts", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool Read(nint client, string database, BsonHandle command, ReadPreferencesHandle readPreferences, BsonHandle options, BsonHandle reply, BsonError* error);

    [LibraryImport(Library, EntryPoint = "mongoc_client_write_command_with_opts", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool Write(nint client, string database, BsonHandle command, BsonHandle options, BsonHandle reply, BsonError* error);

    [LibraryImport(Library, EntryPoint = "mongoc_read_prefs_new")]
    public static partial ReadPreferencesHandle NewReadPreferences(int mode);

    [LibraryImport(Library, EntryPoint = "mongoc_read_prefs_destroy")]
    public static partial void DestroyReadPreferences(nint preferences);

    [LibraryImport(Library, EntryPoint = "mongoc_client_select_server")]
    public static partial ServerHandle SelectServer(nint client, [MarshalAs(UnmanagedType.U1)] bool forWrites, ReadPreferencesHandle readPreferences, BsonError* error);

    [LibraryImport(Library, EntryPoint = "mongoc_server_description_id")]
    public static partial uint ServerId(ServerHandle server);

    [LibraryImport(Library, EntryPoint = "mongoc_server_description_host")]
    public static partial nint ServerHost(nint server);

    [LibraryImport(Library, EntryPoint = "mongoc_server_description_type")]
    public static partial nint ServerType(nint server);

    [LibraryImport(Library, EntryPoint = "mongoc_client_get_server_descriptions")]
    public static partial nint* Servers(nint client, nuint* count);

    [LibraryImport(Library, EntryPoint = "mongoc_server_descriptions_destroy_all")]
    public static partial void DestroyServers(nint* servers, nuint count);

    [LibraryImport(Library, EntryPoint = "mongoc_server_description_destroy")]
    public static partial void DestroyServer(nint server);

    [LibraryImport(Library, EntryPoint = "mongoc_cursor_new_from_command_reply_with_opts")]
    public static partial CursorHandle NewCursor(nint client, BsonHandle reply, BsonHandle options);

    [LibraryImport(Library, EntryPoint = "mongoc_cursor_next")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool Next(CursorHandle cursor, nint* document);

    [LibraryImport(Library, EntryPoint = "mongoc_cursor_error_document")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool Error(CursorHandle cursor, BsonError* error, nint* reply);

    [LibraryImport(Library, EntryPoint = "mongoc_cursor_destroy")]
    public static partial void DestroyCursor(nint cursor);

    [LibraryImport(Library, EntryPoint = "mongoc_client_start_session")]
    public static partial nint StartSession(nint client, nint options, BsonError* error);

    [LibraryImport(Library, EntryPoint = "mongoc_client_session_start_transaction")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool StartTransaction(nint session, nint options, BsonError* error);

    [LibraryImport(Library, EntryPoint = "mongoc_client_session_append")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool AppendSession(nint session, BsonHandle options, BsonError* error);

    [LibraryImport(Library, EntryPoint = "mongoc_client_session_commit_transaction")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool Commit(nint session, BsonHandle reply, BsonError* error);

    [LibraryImport(Library, EntryPoint = "mongoc_client_session_abort_transaction")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool Abort(nint session, BsonError* error);

    [LibraryImport(Library, EntryPoint = "mongoc_client_session_destroy")]
    public static partial void DestroySession(nint session);

    [LibraryImport(Library, EntryPoint = "mongoc_transaction_opts_new")]
    public static partial nint NewTransactionOptions();

    [LibraryImport(Library, EntryPoint = "mongoc_transaction_opts_destroy")]
    public static partial void DestroyTransactionOptions(nint options);

    [LibraryImport(Library, EntryPoint = "mongoc_transaction_opts_set_write_concern")]
    public static partial void SetWriteConcern(nint options, nint concern);

    [LibraryImport(Library, EntryPoint = "mongoc_write_concern_new")]
    public static partial nint NewWriteConcern();

    [LibraryImport(Library, EntryPoint = "mongoc_write_concern_set_wmajority")]
    public static partial void SetMajority(nint concern, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "mongoc_write_concern_destroy")]
    public static partial void DestroyWriteConcern(nint concern);
}
