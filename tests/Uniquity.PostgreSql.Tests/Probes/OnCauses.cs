using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Violations;

namespace Uniquity.PostgreSql.Tests.Probes;

/// <summary>Brings a cause about for real: a statement is refused in psql, and its text is diagnosed.</summary>
public abstract class OnCauses : OnPostgreSql
{
    /// <summary>Has a statement refused and diagnoses the text; every query of the evidence is run in psql as it stands.</summary>
    protected async Task<Diagnosis> DiagnoseAsync(string refused, Func<DiagnosisRequest, DiagnosisRequest>? more = null)
    {
        var text = await Psql.RefusedAsync(Database.Url, refused);
        return await DiagnoseTextAsync(text, request => more?.Invoke(request with { Statement = refused }) ?? request with { Statement = refused });
    }

    protected async Task<Diagnosis> DiagnoseTextAsync(string text, Func<DiagnosisRequest, DiagnosisRequest>? more = null)
    {
        var request = new DiagnosisRequest { Reading = ViolationText.Read(text) };
        var diagnosis = await new Diagnoser(Target).DiagnoseAsync(more?.Invoke(request) ?? request);
        foreach (var query in diagnosis.Causes.SelectMany(cause => cause.Evidence).Select(evidence => evidence.Query).OfType<string>().Distinct())
            await Psql.RunAsync(Database.Url, query + "\n;");
        return diagnosis;
    }

    /// <summary>The first cause is this one, certain, with evidence and a remedy.</summary>
    protected static NamedCause First(Diagnosis diagnosis, string code, Confidence confidence = Confidence.Certain)
    {
        var first = diagnosis.Causes.Count == 0 ? null : diagnosis.Causes[0];
        first.ShouldNotBeNull(Told(diagnosis)).Cause.Code.ShouldBe(code, Told(diagnosis));
        first.Confidence.ShouldBe(confidence, Told(diagnosis));
        first.Evidence.ShouldNotBeEmpty();
        first.Remedies.ShouldNotBeEmpty();
        return first;
    }

    protected static void NotNamed(Diagnosis diagnosis, string code) =>
        diagnosis.Causes.Select(cause => cause.Cause.Code).ShouldNotContain(code, Told(diagnosis));

    /// <summary>Runs the statements of a remedy.</summary>
    protected async Task RunAsync(Remedy remedy) => await Psql.RunAsync(Database.Url, string.Join('\n', remedy.Commands.Select(command => command.Text)));

    protected static string Told(Diagnosis diagnosis) =>
        $"named: {string.Join("; ", diagnosis.Causes.Select(cause => $"{cause.Cause.Code} {cause.Confidence}: {cause.Why}"))}\n"
        + $"not checked: {string.Join("; ", diagnosis.NotChecked.Select(item => $"{item.Cause}: {item.Why}"))}\nnotes: {string.Join("; ", diagnosis.Notes)}\n{diagnosis.Violation}";
}
