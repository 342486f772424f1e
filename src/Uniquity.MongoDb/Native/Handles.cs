using Microsoft.Win32.SafeHandles;

namespace Uniquity.MongoDb.Native;

/// <summary>A <c>mongoc_uri_t</c>.</summary>
internal sealed class UriHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Mongoc.DestroyUri(handle);
        return true;
    }
}

/// <summary>A <c>mongoc_client_pool_t</c>; every client that is out holds a reference, so it goes with the last of them.</summary>
internal sealed class PoolHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Mongoc.DestroyPool(handle);
        return true;
    }
}

/// <summary>A <c>mongoc_read_prefs_t</c>.</summary>
internal sealed class ReadPreferencesHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Mongoc.DestroyReadPreferences(handle);
        return true;
    }
}

/// <summary>A <c>mongoc_server_description_t</c>.</summary>
internal sealed class ServerHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Mongoc.DestroyServer(handle);
        return true;
    }
}

/// <summary>A <c>mongoc_cursor_t</c>; destroying one that is open kills it on the server.</summary>
internal sealed class CursorHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Mongoc.DestroyCursor(handle);
        return true;
    }
}
