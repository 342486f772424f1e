using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Enforcing;

namespace Uniquity.Benchmarks.Enforcing;

/// <summary>Prints the statements that install a guard, for a script to run: <c>guard URL</c>.</summary>
internal static class GuardStatements
{
    /// <summary>Prints them.</summary>
    public static async Task<int> RunAsync(string url)
    {
        await using var enforcer = await PostgreSqlEnforcer.OpenAsync(url, options: null, clock: null, CancellationToken.None);
        var plan = await enforcer.PlanAsync(new(new TableName("public", "guarded"), [new KeyPart("k")]) { Guard = true }, resolver: null, CancellationToken.None);
        foreach (var statement in plan.Steps.Single(step => step.Kind == EnforceStepKind.Guard).Statements) Console.WriteLine(statement + ";");
        return 0;
    }
}
