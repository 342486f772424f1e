using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.MongoDb.Enforcing;
using Uniquity.MongoDb.Shell;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Tests.Enforcing;

/// <summary>Calls of the enforcer, each with a session of its own, as the command makes them.</summary>
internal static class Enforcement
{
    public static EnforceRequest Request(params string[] key) => new(new TableName(null, "users"), [.. key.Select(part => new KeyPart(part))]);

    public static async Task<EnforcePlan> PlanAsync(this Scene scene, EnforceRequest request, IResolver? resolver = null)
    {
        await using var enforcer = await MongoEnforcer.OpenAsync(scene.Url);
        return await enforcer.PlanAsync(request, resolver, default);
    }

    public static async Task<EnforceResult> ApplyAsync(
        this Scene scene, EnforceRequest request, IResolver? resolver = null, Func<string, Task>? at = null, CancellationToken cancellation = default)
    {
        await using var enforcer = await MongoEnforcer.OpenAsync(scene.Url, cancellationToken: CancellationToken.None);
        return await enforcer.ApplyAsync(await enforcer.PlanAsync(request, resolver, CancellationToken.None), resolver, at is null ? null : new Meanwhile(at), cancellation);
    }

    public static async Task<DropIndexPlan> PlanDropAsync(this Scene scene, string name, bool keepPlain = false)
    {
        await using var enforcer = await MongoEnforcer.OpenAsync(scene.Url);
        return await enforcer.PlanDropAsync(new(new TableName(null, "users"), name, keepPlain), default);
    }

    public static async Task<DropIndexResult> DropAsync(this Scene scene, string name, bool keepPlain = false)
    {
        await using var enforcer = await MongoEnforcer.OpenAsync(scene.Url);
        return await enforcer.DropAsync(await enforcer.PlanDropAsync(new(new TableName(null, "users"), name, keepPlain), default), progress: null, default);
    }

    /// <summary>The indexes as the server lists them, a line for each, but for that of <c>_id</c>.</summary>
    public static async Task<IReadOnlyList<string>> IndexesAsync(this Scene scene, string collection = "users")
    {
        var reply = await scene.Run($"{{ listIndexes: {ShellWriter.Quote(collection)} }}");
        return [.. reply["cursor"]!.Value.AsDocument()["firstBatch"]!.Value.AsDocument().Elements().Select(index => index.AsDocument())
            .Where(index => index["name"]!.Value.AsString() != "_id_")
            .Select(index => index["name"]!.Value.AsString() + (index["unique"] is { IsTrue: true } ? " unique" : index["prepareUnique"] is { IsTrue: true } ? " prepared" : ""))
            .Order(StringComparer.Ordinal)];
    }

    public static Task Insert(this Scene scene, string document) => scene.Run($"{{ insert: 'users', documents: [{document}] }}");

    public static Task<string> RefusedInsert(this Scene scene, string document) => scene.Refused($"{{ insert: 'users', documents: [{document}] }}");

    /// <summary>Does something at the beginning of a step, before it is sent.</summary>
    private sealed class Meanwhile(Func<string, Task> at) : IProgress<EnforceProgress>
    {
        private string? last;

        public void Report(EnforceProgress value)
        {
            if (value.Step == last) return;
            last = value.Step;
            at(value.Step).GetAwaiter().GetResult();
        }
    }
}
