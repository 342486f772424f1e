using System.Text;
using System.Text.Json;

namespace Uniquity.Cli.Tests.Regressions;

/// <summary>A file loaded by the built command, told in short.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Counts">Inserted, updated, skipped, rejected.</param>
/// <param name="Rejects">Of each reject its line, its reason and its index.</param>
/// <param name="Documents">The rejects as written.</param>
/// <param name="Error">What was said on standard error.</param>
internal sealed record LoadTrial(int Code, string Counts, string[] Rejects, JsonElement[] Documents, string Error)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 600 };

    /// <summary>Loads a text into the table <c>t</c>.</summary>
    public static Task<LoadTrial> RunAsync(string url, string text, string format, params string[] options) => RunAsync(url, Encoding.UTF8.GetBytes(text), format, options);

    /// <summary>Loads bytes into the table <c>t</c>.</summary>
    public static async Task<LoadTrial> RunAsync(string url, byte[] bytes, string format, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("uniquity-trial-").FullName;
        try
        {
            var (file, rejects) = (Path.Combine(folder, "t." + format), Path.Combine(folder, "rejects.ndjson"));
            await File.WriteAllBytesAsync(file, bytes);
            var outcome = await Running.Cli.RunAsync(["load", file, "--into", "t", "--rejects", rejects, "--json", "--db", url, .. options.Contains("--on-conflict") ? [] : new[] { "--on-conflict", "skip" }, .. options]);
            JsonElement[] documents = File.Exists(rejects) ? [.. (await File.ReadAllLinesAsync(rejects)).Select(line => JsonElement.Parse(line, Deep))] : [];
            return new(outcome.Code, Sums(outcome.Out), [.. documents.Select(reject => $"{reject.GetProperty("line")} {reject.GetProperty("reason")} {reject.GetProperty("index")}".TrimEnd())], documents, outcome.Error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Sums(string output)
    {
        if (output.Length == 0) return "";
        using var json = JsonDocument.Parse(output);
        int Count(string name) => json.RootElement.GetProperty(name).GetInt32();
        Count("read").ShouldBe(Count("inserted") + Count("updated") + Count("skipped") + Count("rejected"));
        return $"{Count("inserted")} {Count("updated")} {Count("skipped")} {Count("rejected")}";
    }
}
