using Uniquity.Causes;

namespace Uniquity.Cli.Json;

/// <summary>A cause with its facts and remedies.</summary>
internal sealed record NamedCauseJson(
    string Code, string Title, string Confidence, string Why, IReadOnlyList<EvidenceJson> Evidence, IReadOnlyList<RemedyJson> Remedies)
{
    /// <summary>Words one.</summary>
    public static NamedCauseJson Of(NamedCause cause) => new(
        cause.Cause.Code, cause.Cause.Title, Words.Of(cause.Confidence), cause.Why,
        [.. cause.Evidence.Select(evidence => new EvidenceJson(evidence.Fact, evidence.Query))],
        [.. cause.Remedies.Select(RemedyJson.Of)]);
}

/// <summary>One observed fact.</summary>
internal sealed record EvidenceJson(string Fact, string? Query);

/// <summary>One way to end a cause.</summary>
internal sealed record RemedyJson(string Title, string Kind, bool Reversible, string Lock, IReadOnlyList<RemedyCommandJson> Commands, string? Run)
{
    /// <summary>Words one.</summary>
    public static RemedyJson Of(Remedy remedy) => new(
        remedy.Title, Words.Of(remedy.Kind), remedy.Reversible, Words.Of(remedy.Lock),
        [.. remedy.Commands.Select(command => new RemedyCommandJson(command.Language, command.Text))], remedy.Run);
}

/// <summary>A command of a remedy.</summary>
internal sealed record RemedyCommandJson(string Language, string Text);
