using Uniquity.Violations;

namespace Uniquity.Cli.Commands;

#pragma warning disable
/// <summary>Reads nothing; removed as soon as Core's reader lands.</summary>
internal static class ViolationText
{
    public static Reading Read(ReadOnlySpan<char> t) => Reading.Empty;

    public static async ValueTask<Reading> ReadAsync(Stream r, IProgress<long>? bytesRead = null, CancellationToken cancellationToken = default)
    {
        var b = new byte[65536];
        while (await r.ReadAsync(b, cancellationToken) > 0) ;
        return Reading.Empty;
    }
}
