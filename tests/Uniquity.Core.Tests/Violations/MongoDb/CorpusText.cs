using System.Runtime.CompilerServices;
using System.Text;
using Uniquity.Violations;

namespace Uniquity.Core.Tests.Violations.MongoDb;

/// <summary>The corpus: texts as servers and drivers print them, each with what is read in it.</summary>
/// <remarks>
/// A file holds cases; each is a line <c>=== its name</c>, the text, a line <c>---</c>, and the reading: a line per violation
/// (engine, code, kind, database/table, index, times), a line per part of its key, a line per related error, or "nothing".
/// </remarks>
internal static class CorpusText
{
    public static IEnumerable<object[]> Cases(string file, [CallerFilePath] string here = "")
    {
        using var stream = typeof(CorpusText).Assembly.GetManifestResourceStream($"mongodb/{file}.txt")
            ?? throw new InvalidOperationException($"{file} is not embedded ({here}).");
        using var reader = new StreamReader(stream);
        foreach (var part in reader.ReadToEnd().ReplaceLineEndings("\n").Split("\n=== ").Select(part => part.TrimStart('=', ' ')))
        {
            var name = part[..part.IndexOf('\n', StringComparison.Ordinal)];
            var body = part[(name.Length + 1)..];
            var cut = body.LastIndexOf("\n---\n", StringComparison.Ordinal);
            yield return [name, body[..cut], body[(cut + 5)..].TrimEnd()];
        }
    }

    public static string Read(string text) => Show(ViolationText.Read(text));

    public static string Show(Reading reading)
    {
        var shown = new StringBuilder();
        foreach (var violation in reading.Violations)
        {
            shown.Append($"{violation.Engine} {violation.Code ?? "-"} {violation.Kind?.ToString() ?? "-"} ");
            shown.Append($"{violation.Database ?? "-"}/{violation.Table ?? "-"} {violation.Index ?? "-"}");
            shown.Append(violation.Times > 1 ? $" x{violation.Times}\n" : "\n");
            foreach (var part in violation.Key)
            {
                var value = part.IsNull ? $"is null: {part.Value}" : part.Value is null ? "not stated" : $"= {part.Value}";
                shown.Append($"  {part.Field ?? "-"} {value.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "⏎", StringComparison.Ordinal)}".TrimEnd()).Append('\n');
            }
        }

        foreach (var sent in reading.Violations.SelectMany(violation => violation.Sent)) shown.Append($"sent {sent.Field} = {sent.Value}\n");
        foreach (var related in reading.Related) shown.Append($"related {related.Code} {related.SqlState ?? "-"}\n");
        return shown.Length == 0 ? "nothing" : shown.ToString().TrimEnd('\n');
    }
}
