using Uniquity.Causes;
using Uniquity.Violations;

namespace Uniquity.Cli.Screens;

/// <summary>Shows errors of the same family that are no unique violation.</summary>
internal static class RelatedView
{
    private const int MostShown = 20;

    /// <summary>Shows them, each with its page.</summary>
    public static void Show(IReadOnlyList<RelatedError> related, IScreen screen)
    {
        if (related.Count == 0) return;
        screen.Line(0, new Ink("Other errors in the text, which are no unique violation", Tone.Strong));
        foreach (var same in related.GroupBy(error => (error.Code, error.SqlState)).Take(MostShown))
        {
            var title = CauseCatalogue.Find(same.Key.Code)?.Title ?? "";
            var state = same.Key.SqlState is { } sqlState ? $" ({sqlState})" : "";
            var lines = string.Join(", ", same.Take(5).Select(error => error.Line)) + (same.Count() > 5 ? ", …" : "");
            screen.Hanging(2, 9, new Ink(same.Key.Code, Tone.Name), $"  {title}{state}, line {lines}{Names(same.First())}: ", new Ink($"uniquity explain {same.Key.Code}", Tone.Code));
        }
    }

    private static string Names(RelatedError error)
    {
        if (error.Facts is not { } facts) return "";
        var table = facts.Table is null ? null : facts.Schema is null ? facts.Table : $"{facts.Schema}.{facts.Table}";
        string?[] names =
        [
            facts.Constraint,
            table is null ? null : $"of {table}",
            facts.Column is null ? null : $"column {facts.Column}",
            KeyText.Of(facts.Key) is { } key ? $"key {key}" : null,
            facts.OtherTable is null ? null : $"with {facts.OtherTable}",
        ];
        var known = string.Join(", ", names.Where(name => name is not null));
        return known.Length == 0 ? "" : $" ({known})";
    }
}
