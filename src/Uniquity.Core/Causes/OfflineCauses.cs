using Uniquity.Violations;
using Uniquity.Wording;

namespace Uniquity.Causes;

/// <summary>The causes that a violation's text alone speaks for, without a database.</summary>
/// <remarks>All are <see cref="Confidence.Possible"/> unless the text itself proves one.</remarks>
public static class OfflineCauses
{
    /// <summary>Names the causes worth checking for a violation, the most telling first.</summary>
    public static IReadOnlyList<NamedCause> For(Violation violation)
    {
        var causes = new List<NamedCause>();
        if (violation.Kind == ViolationKind.IndexBuild)
        {
            Add(causes, "UQ110", Confidence.Certain, $"{Index(violation)} could not be built: rows that share a key were there before it.");
            if (violation.Key.Any(static part => part.IsNull)) Add(causes, "UQ104", Confidence.Certain, NullKey(violation));
            AddPlaceholder(causes, violation);
            return causes;
        }

        if (violation.Key.Any(static part => part.IsNull)) Add(causes, "UQ104", Confidence.Certain, NullKey(violation));
        AddPlaceholder(causes, violation);
        AddContext(causes, violation);
        if (LooksPrimary(violation))
        {
            Add(causes, "UQ102", Confidence.Possible, $"{Index(violation)} looks like a primary key: the writer may have brought an id that is taken (an import, a seed, a migration run again).");
            if (violation.Key is [{ Value: { } id }] && long.TryParse(id, System.Globalization.CultureInfo.InvariantCulture, out _))
                Add(causes, "UQ103", Confidence.Possible, "The id is a number: the sequence that makes it may be behind the data, as after a restore or an import with ids.");
            Add(causes, "UQ109", Confidence.Possible, "If the application makes the ids itself, two of them may have collided.");
        }

        if (violation.Key.Count > 1)
            Add(causes, "UQ107", Confidence.Possible, $"The key has {Counted.Of(violation.Key.Count, "part")}; only the combination must be unique, and a check of fewer parts misleads.");
        if (HasLetters(violation) || IsFolded(violation))
            Add(causes, "UQ106", Confidence.Possible, "The row that holds the key may differ in case, accents or white space and still be equal to the index.");
        Add(causes, "UQ108", Confidence.Possible, "The row that holds the key may be soft-deleted, and so invisible to the application.");
        Add(causes, "UQ301", Confidence.Possible, "Two writers may have looked at the same time, found nothing, and both inserted.");
        Add(causes, "UQ302", Confidence.Possible, "The write may be a retry of one that had succeeded.");
        Add(causes, "UQ101", Confidence.Possible, "A row may hold this key for good reasons: the same business key again.");
        causes.Sort(static (a, b) => b.Confidence.CompareTo(a.Confidence));
        return causes;
    }

    private static void AddPlaceholder(List<NamedCause> causes, Violation violation)
    {
        foreach (var part in violation.Key)
        {
            if (part is { IsNull: false, Value: { } value } && Placeholders.Judge(value) is not null)
            {
                Add(causes, "UQ105", Confidence.Possible, $"{part.Field ?? "The key"} is {Placeholders.Show(value)}, which looks like a placeholder that many rows share.");
                return;
            }
        }
    }

    private static void AddContext(List<NamedCause> causes, Violation violation)
    {
        if (violation.Context is not { } context) return;
        if (context.StartsWith("COPY", StringComparison.OrdinalIgnoreCase))
            Add(causes, "UQ307", Confidence.Certain, $"The refusal came in a COPY ({FirstLine(context)}): the whole batch was rolled back at its first duplicate.");
        else if (context.Contains("function", StringComparison.OrdinalIgnoreCase))
            Add(causes, "UQ310", Confidence.Possible, $"The refusal came inside a function ({FirstLine(context)}): a trigger may have written the row, not the statement in hand.");
    }

    private static bool LooksPrimary(Violation violation)
    {
        if (violation.Index is { } name)
        {
            if (name.EndsWith("_pkey", StringComparison.OrdinalIgnoreCase) || name.StartsWith("PK", StringComparison.Ordinal)
                || name is "_id_" or "primary" or "PRIMARY" or "PRIMARY KEY") return true;
            if (name.EndsWith(".PRIMARY", StringComparison.OrdinalIgnoreCase)) return true;
        }

        return violation.Key is [{ Field: "_id" or "id" }];
    }

    private static bool HasLetters(Violation violation) =>
        violation.Key.Any(static part => part is { IsNull: false, Value: { } value } && value.Any(char.IsLetter) && !Guid.TryParse(value, out _));

    private static bool IsFolded(Violation violation) =>
        violation.Key.Any(static part => part.Field is { } field && field.Contains('(', StringComparison.Ordinal));

    private static string NullKey(Violation violation)
    {
        var fields = string.Join(", ", violation.Key.Where(static part => part.IsNull).Select(static part => part.Field ?? "a part of the key"));
        return $"The text shows null for {fields}: the index counts null, or a missing field, as a value, and one row has it already.";
    }

    private static string Index(Violation violation) => violation.Index is { } name ? $"The index {name}" : "The index";

    private static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return end < 0 ? text : text[..end];
    }

    private static void Add(List<NamedCause> causes, string code, Confidence confidence, string why) =>
        causes.Add(new NamedCause { Cause = CauseCatalogue.Get(code), Confidence = confidence, Why = why });
}
