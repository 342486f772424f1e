using System.Runtime.InteropServices;
using Uniquity.MongoDb.Native;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Connecting;

/// <summary>A <c>mongodb://</c> or <c>mongodb+srv://</c> URL, read by libmongoc, with bounds on everything that can hang.</summary>
internal sealed class MongoUrl : IDisposable
{
    /// <summary>What libmongoc takes for the pool where the URL does not say.</summary>
    private const int PoolSize = 16;

    private readonly string text;

    private MongoUrl(UriHandle uri, string text)
    {
        Uri = uri;
        this.text = text;
        Hosts = HostsOf(text);
    }

    /// <summary>The URL in libmongoc's hands.</summary>
    public UriHandle Uri { get; }

    /// <summary>Host and port, several with commas, as the URL has them; never user or password.</summary>
    public string Hosts { get; }

    /// <summary>The database of the path.</summary>
    public string? Database => Text(Mongoc.UriDatabase(Uri));

    /// <summary>The user.</summary>
    public string? User => Text(Mongoc.UriUser(Uri));

    /// <summary>Connections that may be out at once.</summary>
    public int MaxPoolSize => Mongoc.UriOption(Uri, "maxpoolsize", PoolSize);

    /// <summary>An option as the URL has it; names are the same in any case.</summary>
    public string? Option(string name)
    {
        var query = text.IndexOf('?', StringComparison.Ordinal);
        if (query < 0) return null;
        foreach (var option in text[(query + 1)..].Split('&', ';'))
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && option[..equals].Equals(name, StringComparison.OrdinalIgnoreCase)) return System.Uri.UnescapeDataString(option[(equals + 1)..]);
        }

        return null;
    }

    /// <summary>Whether an option has a value.</summary>
    public bool Has(string name, string value) => string.Equals(Option(name), value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text is such a URL.</summary>
    public static bool Recognises(string url) =>
        url.StartsWith("mongodb://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("mongodb+srv://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a URL.</summary>
    /// <exception cref="UsageException">It is malformed, or has an option that cannot be.</exception>
    /// <exception cref="TargetException">libmongoc is not installed.</exception>
    public static unsafe MongoUrl Read(string url, MongoOptions options)
    {
        NativeLibraries.Use();
        // libmongoc would take what follows the first of them for a host, and print it.
        var authority = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        if (authority.Split('/')[0].Count(letter => letter == '@') > 1)
            throw new UsageException("the user or password in the MongoDB URL has an '@' of its own; right is %40 for it: mongodb://user:p%40ss@host:27017/database");
        BsonError error;
        var uri = Mongoc.NewUri(url, &error);
        if (uri.IsInvalid) throw new UsageException($"the MongoDB URL cannot be read: {WithoutSecrets(url, error.Message)}; right is mongodb://user:password@host:27017/database");
        var read = new MongoUrl(uri, url);
        read.Bound("serverselectiontimeoutms", options.ConnectTimeout);
        read.Bound("connecttimeoutms", options.ConnectTimeout);

        // A server that has gone silent: maxTimeMS ends the command on the server, this ends the wait for its answer.
        var silence = options.CommandTimeout > TimeSpan.Zero ? options.CommandTimeout + TimeSpan.FromSeconds(5) : TimeSpan.FromHours(1);
        read.Bound("sockettimeoutms", silence);
        read.Bound("maxpoolsize", PoolSize);
        if (Mongoc.UriAppName(uri) == 0) Mongoc.SetAppName(uri, "uniquity");
        return read;
    }

    /// <inheritdoc/>
    public void Dispose() => Uri.Dispose();

    private void Bound(string option, TimeSpan limit) => Bound(option, (int)Math.Clamp(limit.TotalMilliseconds, 1, int.MaxValue));

    private void Bound(string option, int value)
    {
        if (Mongoc.UriOption(Uri, option, 0) <= 0) Mongoc.SetUriOption(Uri, option, value);
    }

    // libmongoc repeats what it could not read: sometimes the whole URL.
    private static string WithoutSecrets(string url, string message)
    {
        var at = url.LastIndexOf('@');
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (at <= start) return message;
        var credentials = url[start..at];
        var password = credentials.IndexOf(':') is >= 0 and var colon ? credentials[(colon + 1)..] : credentials;
        foreach (var secret in new[] { url, credentials, password, System.Uri.UnescapeDataString(password) })
        {
            if (secret.Length > 0) message = message.Replace(secret, "…", StringComparison.Ordinal);
        }

        return message;
    }

    private static string HostsOf(string url)
    {
        var rest = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        rest = rest[(rest[..(rest.IndexOf('/') is >= 0 and var slash ? slash : rest.Length)].LastIndexOf('@') + 1)..];
        return System.Uri.UnescapeDataString(rest.Split('/', '?')[0]);
    }

    private static string? Text(nint text) => Marshal.PtrToStringUTF8(text) is { Length: > 0 } some ? some : null;
}
