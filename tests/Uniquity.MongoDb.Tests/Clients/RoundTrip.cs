using Uniquity.Violations;

namespace Uniquity.MongoDb.Tests.Clients;

/// <summary>What a client has printed, read back by explain.</summary>
internal static class RoundTrip
{
    /// <summary>The one violation of a text; of several wordings of one refusal the first is asked.</summary>
    public static Violation Read(string text)
    {
        var reading = ViolationText.Read(text);
        reading.Violations.ShouldNotBeEmpty($"Nothing was read in: {text}");
        return reading.Violations[0];
    }

    /// <summary>The text of a case names this index, as a duplicate of a server that speaks MongoDB.</summary>
    public static void ShouldName(IReadOnlyDictionary<string, string> texts, string name, string index)
    {
        texts.Keys.ShouldContain(name);
        var violation = Read(texts[name]);
        violation.Index.ShouldBe(index, $"{name}: {texts[name]}");
        violation.Engine.ShouldBeOneOf("mongodb", "cosmosdb");
        violation.Code.ShouldBe("11000", $"{name}: {texts[name]}");
    }
}
