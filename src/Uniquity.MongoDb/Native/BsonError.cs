using System.Runtime.InteropServices;

namespace Uniquity.MongoDb.Native;

/// <summary><c>bson_error_t</c>: 512 bytes, the message from the eighth on.</summary>
/// <remarks>libbson's headers, 1.x and 2.x alike (2.x keeps its own byte at the end of the message).</remarks>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BsonError
{
    public uint Domain;
    public uint Code;
    private fixed byte message[504];

    /// <summary>What happened, in libmongoc's words.</summary>
    public readonly string Message
    {
        get
        {
            fixed (byte* start = message) return Marshal.PtrToStringUTF8((nint)start) ?? "";
        }
    }
}
