using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Uniquity.AspNetCore;

/// <summary>An answer as it is kept with its key and sent again.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers that belong to the answer, not to the connection or to one client's session.</param>
/// <param name="Body">The body.</param>
internal sealed record StoredResponse(int Status, IReadOnlyDictionary<string, string?[]> Headers, byte[] Body)
{
    private static readonly HashSet<string> NotKept = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Date", "Keep-Alive", "Proxy-Authenticate", "Server", "Set-Cookie", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    /// <summary>What a handler has answered.</summary>
    public static StoredResponse Of(HttpResponse response, byte[] body) => new(
        response.StatusCode,
        response.Headers.Where(header => !NotKept.Contains(header.Key)).ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase),
        body);

    /// <summary>Reads one that was kept.</summary>
    public static StoredResponse Read(ReadOnlySpan<byte> stored) => JsonSerializer.Deserialize<StoredResponse>(stored)!;

    /// <summary>To keep it.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>Sends it again.</summary>
    public async Task SendAsync(HttpResponse response, CancellationToken cancellation)
    {
        response.StatusCode = Status;
        foreach (var (name, values) in Headers) response.Headers[name] = values;
        await SendBodyAsync(response, Body, cancellation);
    }

    /// <summary>Sends a body under the status and headers that stand.</summary>
    public static async Task SendBodyAsync(HttpResponse response, byte[] body, CancellationToken cancellation)
    {
        if (body.Length == 0) return;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, cancellation);
    }
}
