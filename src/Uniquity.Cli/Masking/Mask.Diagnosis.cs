using System.Text.Json;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Facts;

namespace Uniquity.Cli.Masking;

internal sealed partial class Mask
{
    /// <summary>Learns the values that a person gives before the database is asked.</summary>
    public void Learn(DiagnosisRequest request)
    {
        foreach (var violation in request.Reading.Violations) Learn(violation);
        Learn([request.Value]);
    }

    /// <summary>Hides the key in every part of a diagnosis.</summary>
    public Diagnosis Hide(Diagnosis diagnosis)
    {
        string[] parts = [.. diagnosis.Index?.Key.Select(part => part.Part) ?? [], .. diagnosis.Violation?.Key.Select(part => part.Field ?? "") ?? []];
        if (diagnosis.Violation is { } violation) Learn(violation);
        foreach (var related in diagnosis.Related) Learn(related.Facts?.Key.Where(part => !part.IsNull).Select(part => part.Value) ?? []);
        Learn(diagnosis.Holder?.StoredKey ?? []);
        Learn(KeyFields(diagnosis.Holder?.Row, parts).Concat(KeyFields(diagnosis.Refused, parts)));
        return diagnosis with
        {
            Violation = diagnosis.Violation is { } shown ? Hide(shown) : null,
            Holder = diagnosis.Holder is { } holder ? Hide(holder, parts) : null,
            Refused = diagnosis.Refused is { } refused ? Hide(refused, parts) : null,
            Related = [.. diagnosis.Related.Select(Hide)],
            Causes = [.. diagnosis.Causes.Select(Hide)],
            NotChecked = [.. diagnosis.NotChecked.Select(open => open with { Why = Prose(open.Why) })],
            Notes = [.. diagnosis.Notes.Select(Prose)],
        };
    }

    /// <summary>Hides learnt values in a cause.</summary>
    public NamedCause Hide(NamedCause cause) => cause with
    {
        Why = Prose(cause.Why),
        Evidence = [.. cause.Evidence.Select(evidence => new Evidence(Prose(evidence.Fact), Optional(evidence.Query)))],
        Remedies = [.. cause.Remedies.Select(Hide)],
    };

    private Remedy Hide(Remedy remedy) => remedy with
    {
        Title = Prose(remedy.Title),
        Commands = [.. remedy.Commands.Select(command => command with { Text = Text(command.Text) })],
        Run = Optional(remedy.Run),
    };

    private HolderFact Hide(HolderFact holder, string[] parts) => holder with
    {
        Row = holder.Row is { } row ? Hide(row, parts) : null,
        StoredKey = [.. holder.StoredKey.Select(Optional)],
        AgeQuery = Optional(holder.AgeQuery),
        Query = Text(holder.Query),
    };

    private static IEnumerable<string?> KeyFields(Row? row, string[] parts) => row is null ? [] :
        row.Fields.EnumerateObject().Where(field => parts.Any(part => MaskedText.Mentions(part, field.Name))).Select(field => row.Text(field.Name));

    private Row Hide(Row row, string[] parts)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var field in row.Fields.EnumerateObject())
            {
                writer.WritePropertyName(field.Name);
                var raw = field.Value.GetRawText();
                if (field.Value.ValueKind == JsonValueKind.Null) writer.WriteNullValue();
                else if (parts.Any(part => MaskedText.Mentions(part, field.Name))) writer.WriteStringValue(Value(row.Text(field.Name)!));
                else if (_known.TryGetValue(row.Text(field.Name)!, out var same) && field.Value.ValueKind == JsonValueKind.String) writer.WriteStringValue(same);
                else if (field.Value.ValueKind == JsonValueKind.String || Text(raw) != raw) writer.WriteStringValue(Text(row.Text(field.Name)!));
                else writer.WriteRawValue(raw);
            }

            writer.WriteEndObject();
        }

        using var masked = JsonDocument.Parse(buffer.ToArray());
        return new Row(masked.RootElement.Clone());
    }
}
