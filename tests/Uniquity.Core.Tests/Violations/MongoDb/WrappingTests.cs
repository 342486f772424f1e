using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Uniquity.Core.Tests.Violations.MongoDb;

/// <summary>Every text of the corpus reads the same inside another one.</summary>
public class WrappingTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, Func<string, string>> Wrappings = new()
    {
        ["lines that end as on Windows"] = text => text.Replace("\n", "\r\n", StringComparison.Ordinal),
        ["JSON"] = Json,
        ["JSON in JSON"] = text => Json(Json(text) + "\n"),
        ["JSON in JSON in JSON"] = text => Json(Json(Json(text))),
        ["JSON with code points for quotes"] = text => JsonSerializer.Serialize(new { level = "error", message = text }),
        ["a CSV field"] = text => $"2024-01-01,\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\",web-1\n",
        ["a web page"] = text => $"<html><body><pre>{WebUtility.HtmlEncode(text)}</pre></body></html>",
    };

    private static readonly string[] Unreadable =
    [
        // Index \"a\" three times escaped is followed by a code that is not.
        "JSON with code points for quotes: DocumentDB, escaped quotes",

        // .NET writes a character beyond the first plane as one entity, which a browser shows, and a log does not.
        "a web page: characters beyond ASCII",
    ];

    public static IEnumerable<object[]> Texts =>
        from wrapping in Wrappings.Keys
        from file in (string[])["servers", "drivers", "values", "others"]
        from @case in CorpusText.Cases(file)
        where !Unreadable.Contains($"{wrapping}: {@case[0]}")
        select new[] { wrapping, @case[0], @case[1] };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_inside_a_text_is_read_as_it_is_alone(string wrapping, string name, string text)
    {
        var wrapped = Wrappings[wrapping](text);
        CorpusText.Read(wrapped).ShouldBe(CorpusText.Read(text), $"{name}\n{wrapped}");
    }

    private static string Json(string text) => JsonSerializer.Serialize(new { level = "error", message = text }, Relaxed);
}
