using System.Globalization;
using System.Text;
using Uniquity.Violations;

namespace Uniquity.Core.Tests.Violations;

/// <summary>A reading on few lines, so that a test can state all of it: <c>sqlite 2067 write users [email] x2 @3</c>.</summary>
internal static class Told
{
    public static void ShouldTell(this string text, params string[] lines) =>
        Tell(ViolationText.Read(text)).ShouldBe(string.Join('\n', lines), text);

    public static string Tell(Reading reading)
    {
        var lines = reading.Violations.Select(Tell).Concat(reading.Related.Select(related =>
            $"{related.Code} {related.SqlState}{At(related.Line)}"));
        if (reading.Dropped > 0) lines = lines.Append($"dropped {reading.Dropped}");
        return string.Join('\n', lines);
    }

    public static string Tell(Violation violation)
    {
        var told = new StringBuilder($"{violation.Engine} {violation.Code ?? "-"} {violation.Kind?.ToString().ToLowerInvariant()} ");
        told.Append(string.Join('.', new[] { violation.Database, violation.Schema, violation.Table }.Where(name => name is not null)));
        if (violation.Index is not null) told.Append('/').Append(violation.Index);
        if (violation.Key.Count > 0) told.Append(" [").Append(string.Join(" | ", violation.Key.Select(Tell))).Append(']');
        if (violation.Statement is not null) told.Append(" «").Append(violation.Statement).Append('»');
        if (violation.Times > 1) told.Append(CultureInfo.InvariantCulture, $" x{violation.Times}");
        return told.Append(At(violation.Line)).ToString();
    }

    private static string Tell(KeyValue part) =>
        part.Field + (part.IsNull ? "=null" : part.Value is null ? "" : "=" + part.Value);

    private static string At(int line) => line > 1 ? $" @{line}" : "";
}
