using System.Text.Json;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Resolve;

/// <summary>The file that <c>resolve --out</c> writes and <c>apply</c> reads.</summary>
internal sealed class PlanFile
{
    private readonly bool _mayReplace;

    private PlanFile(string path, bool mayReplace) => (Path, _mayReplace) = (path, mayReplace);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Checks what can be checked before the database is asked.</summary>
    /// <exception cref="UsageException">The ending is another, or there is no such folder.</exception>
    /// <exception cref="Calls.RefusedException">The file is there, and nobody said that it may be replaced.</exception>
    public static PlanFile Check(string path, bool mayReplace)
    {
        var ending = System.IO.Path.GetExtension(path);
        if (ending != ".json") throw new UsageException($"--out writes a plan as .json, not '{ending}'; nearest right call: --out {System.IO.Path.ChangeExtension(path, ".json")}");
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new UsageException($"there is no folder {folder} for --out");
        if (File.Exists(path) && !mayReplace) throw new Calls.RefusedException($"{path} is there already and was left as it is; to replace it, add --yes");
        return new(path, mayReplace);
    }

    /// <summary>Writes a plan; the file is there only when it is complete.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public void Write(ResolvePlan plan)
    {
        var partial = $"{Path}.{Environment.ProcessId}.part";
        try
        {
            File.WriteAllText(partial, JsonSerializer.Serialize(new PlanFileJson(PlanFileJson.SchemaName, plan), PlanJson.Default.PlanFileJson) + "\n");
            File.Move(partial, Path, _mayReplace);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the plan cannot be written to {Path}: {failure.Message}", failure);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="UsageException">The file cannot be read, or is no plan; one line says which.</exception>
    public static ResolvePlan Read(string path)
    {
        try
        {
            var json = File.ReadAllText(path);
            using var document = JsonDocument.Parse(json);
            var schema = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("schema", out var named) ? named.ToString() : null;
            if (schema != PlanFileJson.SchemaName) throw No(path, schema is null ? "it has no schema" : $"its schema is {schema}", inner: null);
            var plan = JsonSerializer.Deserialize(json, PlanJson.Default.PlanFileJson)!.Plan;
            return IsSound(plan.Request) ? plan : throw No(path, "its request is not sound", inner: null);
        }
        catch (JsonException broken)
        {
            throw No(path, broken.LineNumber is { } line ? $"line {line + 1} cannot be read" : "a member is missing or of the wrong kind", broken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the plan {path} cannot be read: {(failure is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : failure.Message)}", failure);
        }
    }

    /// <summary>What the types alone do not say.</summary>
    private static bool IsSound(ResolveRequest request) =>
        request.Key.Count > 0 && request.Key.All(part => part is not null) && request.Merge.All(rule => rule is not null) && request.References.All(reference => reference is not null)
        && request.BatchGroups is null or > 0 && request.Pause >= TimeSpan.Zero && Enum.IsDefined(request.Keep.Kind) && Enum.IsDefined(request.Children);

    private static UsageException No(string path, string why, Exception? inner) =>
        new($"{path} is no plan of this version: {why}; nearest right call: uniquity resolve --on NAME --key KEY --keep first --out plan.json", inner);
}
