using System.Globalization;
using Uniquity.Causes;
using Uniquity.Duplicates;
using Uniquity.Violations;
using Uniquity.Wording;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ105: the key is a value that stands for 'no value'.</summary>
internal sealed class SharedPlaceholder : ICauseProbe
{
    public string Code => "UQ105";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context.Violation?.Kind == ViolationKind.IndexBuild) return await BuildAsync(context, cancellationToken).ConfigureAwait(false);
        if (context is not { Holder: { Row: not null } holder, LookupIndex: { } index }) return ProbeResult.Absent;
        for (var i = 0; i < Math.Min(context.Key.Count, index.Key.Count); i++)
        {
            if (context.Key[i] is not { IsNull: false, Value: { } value } || Placeholders.Judge(value) is not { } confidence) continue;

            // A generated number has every value once in its life; 0 says nothing there.
            var column = context.Columns.FirstOrDefault(column => column.Name == index.Key[i].Part);
            if (column is { IsText: false, Generator: not null }) continue;
            if (confidence == Confidence.Likely && column is { IsText: false } && IsPlain(value, index.Key.Count)) continue;
            return Named.As(
                Code, confidence,
                $"{index.Key[i].Part} is {Placeholders.Show(value)}: a placeholder, not a value of its own, and one row of {index.Table} has it already.",
                [new Evidence($"the row that holds the key has {index.Key[i].Part} = {Placeholders.Show(value)}", holder.Query)],
                Remedies.ForPlaceholder(context, index, index.Key[i], [value]));
        }

        return ProbeResult.Absent;
    }

    // Of the two truth values none stands for nothing; and where other parts count too, lists begin at 0.
    private static bool IsPlain(string value, int parts) => Truth.Read(value) is not null && !IsNumber(value) || (parts > 1 && IsNumber(value));

    private static bool IsNumber(string value) => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    // Before a build, a few values that make most of the excess are placeholders even where the list does not know them.
    private async ValueTask<ProbeResult> BuildAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Table: { } table, WantedKey: [var part] }) return ProbeResult.Absent;
        var report = await context.Target.Duplicates.CountAsync(new DuplicateQuery(table, context.WantedKey) { Where = context.LookupIndex?.Filter, Top = 20 }, null, cancellationToken).ConfigureAwait(false);
        var known = report.Top.Where(static group => group.Key is [{ Value: { } value }] && Placeholders.Judge(value) is not null).ToList();
        var share = known.Sum(static group => group.Count - 1);
        var largest = report.Top.Take(3).Sum(static group => group.Count - 1);
        var few = report.Groups >= 30 && largest * 2 > report.ExcessRows;
        if (share * 2 <= report.ExcessRows && !few) return ProbeResult.Absent;
        var groups = share * 2 > report.ExcessRows ? known : [.. report.Top.Take(3)];
        var values = groups.ConvertAll(static group => group.Key[0].Value ?? "");
        var named = string.Join(", ", values.Select(Placeholders.Show));
        var rows = groups.Sum(static group => group.Count - 1);
        return Named.As(
            Code, share * 2 > report.ExcessRows ? Confidence.Certain : Confidence.Likely,
            $"{Counted.Number(rows)} of the {Counted.Of(report.ExcessRows, "excess row")} of {table} {Counted.Noun(rows, "has", "have")} {part.Part} = {named}: placeholders, not values of their own.",
            [new Evidence($"{named}: {Counted.Number(rows)} of {Counted.Of(report.ExcessRows, "excess row")}", report.Query)],
            Remedies.ForPlaceholder(context, context.LookupIndex!, part, values));
    }
}
