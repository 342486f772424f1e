using Uniquity.Facts;
using Uniquity.Violations;

namespace Uniquity.Diagnosing;

/// <summary>Fills in what expressions of a key make of the refused row, where the error states no value.</summary>
internal static class ComputedKey
{
    public static async ValueTask<IReadOnlyList<KeyValue>> FillAsync(
        IFacts facts, LocatedIndex located, IReadOnlyList<KeyValue> key, Row? refused, List<NotChecked> notChecked, CancellationToken cancellationToken)
    {
        if (refused is null || located.Table is not { } table || key.Count != located.Key.Count) return key;
        var filled = key.ToArray();
        for (var i = 0; i < filled.Length; i++)
        {
            if (!located.Key[i].Expression || filled[i] is { Value: not null } or { IsNull: true }) continue;
            try
            {
                if (await facts.EvaluateAsync(table, located.Key[i], refused, cancellationToken).ConfigureAwait(false) is { } fact)
                    filled[i] = new KeyValue(filled[i].Field, fact.Value, fact.Value is null);
            }
            catch (NotCheckedException failure)
            {
                notChecked.Add(new NotChecked("UQ101", $"The value of {located.Key[i].Part} could not be worked out: {failure.Message}"));
            }
        }

        return filled;
    }
}
