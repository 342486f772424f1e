using System.Runtime.InteropServices;
using Uniquity.MongoDb.Native;

namespace Uniquity.MongoDb.Running;

/// <summary>What libmongoc has seen of the servers, for a person who asks why none of them would do.</summary>
internal static unsafe class SeenServers
{
    // mongoc_host_list_t: a pointer, the host in 256 bytes, then host and port.
    private static readonly int HostAndPort = sizeof(nint) + 256;

    /// <summary>A server after the other; libmongoc lists those that answered.</summary>
    public static string Of(nint client)
    {
        nuint count;
        var servers = Mongoc.Servers(client, &count);
        try
        {
            var seen = new List<string>();
            for (nuint i = 0; i < count; i++) seen.Add(Of(Host(servers[i]), Marshal.PtrToStringUTF8(Mongoc.ServerType(servers[i]))));
            return seen.Count > 0 ? string.Join("; ", seen) : "nothing answered there in time as the URL wants it: is it MongoDB, with TLS where the URL says tls=true, in the replica set that replicaSet= names?";
        }
        finally
        {
            Mongoc.DestroyServers(servers, count);
        }
    }

    private static string Host(nint server) => Marshal.PtrToStringUTF8(Mongoc.ServerHost(server) + HostAndPort) ?? "?";

    private static string Of(string host, string? type) => type switch
    {
        "RSSecondary" => $"{host} is a secondary",
        "RSArbiter" => $"{host} is an arbiter",
        "RSPrimary" => $"{host} is the primary",
        "RSGhost" => $"{host} is of a replica set that was not initiated",
        _ => $"{host} is {type}",
    };
}
