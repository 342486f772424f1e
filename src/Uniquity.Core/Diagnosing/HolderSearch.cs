using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Violations;

namespace Uniquity.Diagnosing;

/// <summary>Looks for the row that holds the refused key, in every way in which the error's text can be read.</summary>
internal sealed class HolderSearch(IFacts facts, List<string> notes, List<NotChecked> notChecked)
{
    /// <summary>Completes a context with the holder, and with the key as the holder shows it must be read.</summary>
    public async ValueTask<DiagnosisContext> CompleteAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context.LookupIndex is not { } index || context.Violation is not { } violation) return context;
        var isBuild = violation.Kind == ViolationKind.IndexBuild;
        if (context.Key.Count != index.Key.Count || context.Key.Any(static part => part is { Value: null, IsNull: false }))
        {
            if (!isBuild)
                notChecked.Add(new NotChecked("UQ101", "the error does not state the values of the key, so the row that holds it was not looked up (some servers never print them, others withhold them from a user who may not read them); tell them with --value, --document or --statement"));
            return context;
        }

        var elements = RefusedKey.OfElements(context.Target, index.Key, context.Key, context.Refused);
        var readings = elements.Count > 0 ? [.. elements] : Readings(context, violation);
        var (found, first, reason) = await AskAsync(index, readings, cancellationToken).ConfigureAwait(false);
        if (found is [var (key, holder), ..])
        {
            if (found.Count > 1 && elements.Count == 0)
                notes.Add($"The values of the key are joined by commas and hold some themselves: read as {KeyText.Show(found[1].Key)}, another row holds it, too. Which was refused, the error does not tell; --document or --statement does.");
            return context with { Key = key, Violation = violation with { Key = key }, Holder = holder };
        }

        if (first is null && reason is not null) notChecked.Add(new NotChecked("UQ101", $"The row that holds the key could not be looked up: {reason}"));
        if (first is not null && !isBuild)
            notes.Add($"No row of {index.Table} holds {KeyText.Show(context.Key)} now{AnyReading(readings)}: it was removed since, rolled back, brought twice by the statement itself, or the error came from another database.");
        return context with { Holder = first };
    }

    /// <summary>The key as the context has it, then the other ways to read it; only those that agree with the refused row, where any does.</summary>
    private static List<IReadOnlyList<KeyValue>> Readings(DiagnosisContext context, Violation violation)
    {
        List<IReadOnlyList<KeyValue>> readings = [context.Key];
        var ofDocument = RefusedKey.OfDocument(context.Target, context.WantedKey, context.Refused) is [var own, ..] ? own : null;
        foreach (var other in violation.OtherKeys)
        {
            var key = RefusedKey.Complete(context.WantedKey, violation with { Key = other }, context.Request.Value, context.Refused, ofDocument);
            if (key.Count == context.Key.Count && !readings.Exists(known => known.SequenceEqual(key))) readings.Add(key);
        }

        var sent = readings.Count == 1 ? [] : readings.FindAll(key => AgreesWith(context.Refused, key));
        return sent.Count > 0 ? sent : readings;
    }

    private static bool AgreesWith(Row? refused, IReadOnlyList<KeyValue> key) =>
        refused is not null && key.All(part => part.Field is { } field && refused.Has(field) && refused.Text(field) == (part.IsNull ? null : part.Value));

    // A reading whose values are none of the columns' types is refused by the engine: it was not the one meant.
    private async ValueTask<(List<(IReadOnlyList<KeyValue> Key, HolderFact Holder)> Found, HolderFact? First, string? Reason)> AskAsync(
        UniqueIndex index, List<IReadOnlyList<KeyValue>> readings, CancellationToken cancellationToken)
    {
        var found = new List<(IReadOnlyList<KeyValue> Key, HolderFact Holder)>();
        HolderFact? first = null;
        string? reason = null;
        foreach (var key in readings)
        {
            try
            {
                var holder = await facts.FindHolderAsync(index, key, cancellationToken).ConfigureAwait(false);
                first ??= holder;
                if (holder.Row is not null) found.Add((key, holder));
                if (found.Count > 1) break;
            }
            catch (NotCheckedException failure)
            {
                reason ??= failure.Message;
            }
        }

        return (found, first, reason);
    }

    private static string AnyReading(List<IReadOnlyList<KeyValue>> readings) =>
        readings.Count == 1 ? "" : $", nor any other of the {readings.Count} ways to read the values";
}
