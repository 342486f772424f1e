using Uniquity.Duplicates;
using Uniquity.Violations;

namespace Uniquity.Cli.Masking;

internal sealed partial class Mask
{
    /// <summary>Hides the keys of a text's violations.</summary>
    public Reading Hide(Reading reading)
    {
        foreach (var violation in reading.Violations) Learn(violation);
        return reading with { Violations = [.. reading.Violations.Select(Hide)], Related = [.. reading.Related.Select(Hide)] };
    }

    /// <summary>Hides the key of a violation, and its values in what else the text printed.</summary>
    public Violation Hide(Violation violation) => violation with
    {
        Key = Key(violation.Key),
        OtherKeys = [.. violation.OtherKeys.Select(Key)],
        Sent = Key(violation.Sent),
        Statement = Optional(violation.Statement),
        Context = Optional(violation.Context),
    };

    /// <summary>Hides the key of a related error.</summary>
    public RelatedError Hide(RelatedError error) => error.Facts is not { } facts ? error : error with
    {
        Facts = facts with { Key = Key(facts.Key), Statement = Optional(facts.Statement) },
    };

    /// <summary>Hides the keys of a report's groups.</summary>
    public DuplicateReport Hide(DuplicateReport report)
    {
        // The log of statements may repeat them.
        Learn(report.Top.SelectMany(group => group.Key).Where(part => !part.IsNull).Select(part => part.Value));
        return report with { Top = [.. report.Top.Select(Hide)] };
    }

    /// <summary>Hides the key of a group; where the key is the row's id, the ids too.</summary>
    public DuplicateGroup Hide(DuplicateGroup group)
    {
        // Not through what was learnt: a stream of millions of groups would be learnt whole.
        var mask = new Mask(_key);
        var key = mask.Key(group.Key);
        return group with { Key = key, Ids = [.. group.Ids.Select(mask.Text)], JsonIds = null };
    }

    private void Learn(Violation violation) =>
        Learn(violation.OtherKeys.Prepend(violation.Key).SelectMany(key => key).Where(part => !part.IsNull).Select(part => part.Value));
}
