using System.Text.Json;
using Shouldly;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Violations;

namespace Uniquity.Testing.Conformance.Causes;

/// <summary>Causes brought about on a real engine: the cause is named, its look-alike is not, and every query shown runs.</summary>
/// <remarks>The SQL is what all SQL engines share. One partial file a cause.</remarks>
/// <param name="engine">The engine whose adapter is under test.</param>
public abstract partial class CauseConformance(IConformanceEngine engine)
{
    /// <summary>Brings a cause about: sets up, has a statement refused, and diagnoses the text that came back.</summary>
    protected async Task<Diagnosis> DiagnoseAsync(string[] setup, string refused, Func<DiagnosisRequest, DiagnosisRequest>? more = null)
    {
        await using var database = await engine.CreateAsync();
        foreach (var statement in setup) await database.ExecuteAsync(statement);
        var text = await database.RefusedAsync(refused);
        var reading = ViolationText.Read(text);
        var request = new DiagnosisRequest { Reading = reading, Statement = refused };
        await using var target = await database.OpenAsync();
        var diagnosis = await new Diagnoser(target).DiagnoseAsync(more?.Invoke(request) ?? request);
        await RunEveryQueryAsync(database, diagnosis);
        return diagnosis;
    }

    /// <summary>A document as <c>--document</c> brings it.</summary>
    protected static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>The first cause is this one, with this confidence, with evidence and a remedy.</summary>
    protected static NamedCause First(Diagnosis diagnosis, string code, Confidence confidence)
    {
        diagnosis.Causes.ShouldNotBeEmpty(Told(diagnosis));
        var first = diagnosis.Causes[0];
        first.Cause.Code.ShouldBe(code, Told(diagnosis));
        first.Confidence.ShouldBe(confidence, Told(diagnosis));
        first.Evidence.ShouldNotBeEmpty();
        first.Remedies.ShouldNotBeEmpty();
        return first;
    }

    /// <summary>The cause is not named at all.</summary>
    protected static void NotNamed(Diagnosis diagnosis, string code) =>
        diagnosis.Causes.Select(static cause => cause.Cause.Code).ShouldNotContain(code, Told(diagnosis));

    private static async Task RunEveryQueryAsync(IConformanceDatabase database, Diagnosis diagnosis)
    {
        foreach (var query in diagnosis.Causes.SelectMany(static cause => cause.Evidence).Select(static evidence => evidence.Query).OfType<string>().Distinct())
            await database.RunInShellAsync(query);
    }

    private static string Told(Diagnosis diagnosis) =>
        $"named: {string.Join("; ", diagnosis.Causes.Select(static cause => $"{cause.Cause.Code} {cause.Confidence}: {cause.Why}"))}\n"
        + $"not checked: {string.Join("; ", diagnosis.NotChecked.Select(static item => $"{item.Cause}: {item.Why}"))}\n"
        + $"notes: {string.Join("; ", diagnosis.Notes)}\nviolation: {diagnosis.Violation}";
}
