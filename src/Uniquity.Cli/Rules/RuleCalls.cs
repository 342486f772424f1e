using Uniquity.Checking;
using Uniquity.Cli.Calls;
using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.Targets;

namespace Uniquity.Cli.Rules;

/// <summary>Words the calls that bring a database and its rules together.</summary>
internal sealed class RuleCalls(Call call, ITarget target)
{
    /// <summary>Makes a rule's key unique.</summary>
    public string Enforce(Rule rule, UniqueIndex? replaced = null)
    {
        var words = $"enforce {Question(rule)}";
        if (rule.Nulls is NullHandling.Distinct or NullHandling.NotDistinct or NullHandling.Sparse) words += $" --nulls {RuleReader.Word(rule.Nulls.Value)}";
        if (rule.Name is { } name && name != replaced?.Name) words += $" --name {Shell.Quote(name)}";
        if (replaced is not null) words += $" --replace {Shell.Quote(replaced.Name)}";
        return call.Next(words);
    }

    /// <summary>Lists the rows that break a rule.</summary>
    public string Duplicates(Rule rule)
    {
        var nulls = rule.Nulls is NullHandling.NotDistinct or NullHandling.Value ? " --include-null" : "";
        return call.Next($"duplicates {Question(rule)}{nulls}");
    }

    /// <summary>Drops an index that no rule wants.</summary>
    public string Drop(UniqueIndex index) =>
        call.Next($"drop-index {Shell.Quote(index.Name)} --on {Shell.Quote(target.Statements.TableArgument(index.Table))}");

    private static string Question(Rule rule)
    {
        var where = rule.Where is { } filter ? $" --where {Shell.Quote(filter.ReplaceLineEndings(" "))}" : "";
        var fold = rule.Fold.HasFlag(Folding.Case) ? " --fold case" : "";
        return $"--on {Shell.Quote(rule.On)} --key {Shell.Quote(string.Join(',', rule.Key))}{where}{fold}";
    }
}
