using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.Targets;

namespace Uniquity.Checking;

/// <summary>Writes rules from the unique indexes that a database has.</summary>
/// <remarks>A check of the same database against them finds no drift, but for indexes that enforce nothing reliably.</remarks>
public static class LiveRules
{
    /// <summary>The rules of a table, or of the database, in the order of table and index.</summary>
    /// <remarks>Primary keys and the parts of partitions make no rules, nor does the archive of runs; none of these is in the list.</remarks>
    /// <exception cref="TargetException">The database cannot be reached, or denies access.</exception>
    public static async Task<IReadOnlyList<LiveRule>> ReadAsync(ITarget target, TableName? table, CancellationToken cancellationToken)
    {
        var forms = new FormReader(target);
        var rules = new List<LiveRule>();
        var known = new List<KnownIndex>();
        foreach (var index in await target.GetUniqueIndexesAsync(table, cancellationToken))
        {
            if (index.Primary || index.PartOf is not null || ArchiveTables.Contains(index.Table)) continue;
            if (!index.Valid || index.Hidden)
            {
                rules.Add(new(null, index, $"it is {(index.Valid ? "hidden" : "invalid")}, and no rule rests on it; `check` names it until it is dropped or built again"));
                continue;
            }

            var form = await forms.TryReadAsync(index, cancellationToken);
            var first = known.Find(other => Same(other, form));
            if (first is null) known.Add(form);
            rules.Add(first is null ? new(Of(target, form), index, null) : new(null, index, $"{first.Index.Name} has the same key"));
        }

        return rules;
    }

    private static Rule Of(ITarget target, KnownIndex form) => new()
    {
        On = target.Statements.TableArgument(form.Index.Table),
        Key = [.. form.Index.Key.Select(part => target.Statements.RulePart(part))],
        Where = form.Index.Filter,
        Nulls = form.Nulls == target.NormalForms.DefaultNulls ? null : form.Nulls,
        Fold = target.NormalForms.FoldsCase(form.Index) ? Folding.Case : Folding.None,
    };

    private static bool Same(KnownIndex one, KnownIndex other) =>
        one.Index.Table == other.Index.Table && one.Nulls == other.Nulls && one.Parts.ToHashSet().SetEquals(other.Parts)
        && one.Filter.Same(other.Filter, nullsApart: one.Nulls == NullHandling.Distinct);
}
