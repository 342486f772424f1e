using Uniquity.Loading;

namespace Uniquity.Cli.Commands.Load;

/// <summary>The document <c>uniquity/load/1</c>.</summary>
internal sealed record LoadJson(string Schema, string Table, long Read, long Inserted, long Updated, long Skipped, long Rejected, string? Rejects, double Seconds)
{
    /// <summary>Words a load.</summary>
    public static LoadJson Of(string table, LoadPoint point, string? rejects, TimeSpan elapsed) =>
        new("uniquity/load/1", table, point.Read, point.Inserted, point.Updated, point.Skipped, point.Rejected, rejects, Math.Round(elapsed.TotalSeconds, 3));
}
