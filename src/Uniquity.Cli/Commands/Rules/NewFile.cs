using System.Text;
using Uniquity.Cli.Calls;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Rules;

/// <summary>The file that <c>rules --out</c> names: there only when it is complete.</summary>
internal sealed class NewFile
{
    private readonly bool _mayReplace;

    private NewFile(string path, bool mayReplace) => (Path, _mayReplace) = (path, mayReplace);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Checks what can be checked before the database is asked.</summary>
    /// <exception cref="UsageException">The ending is another, or there is no such folder.</exception>
    /// <exception cref="RefusedException">The file is there, and nobody said that it may be replaced.</exception>
    public static NewFile Check(string path, bool mayReplace)
    {
        var ending = System.IO.Path.GetExtension(path).ToLowerInvariant();
        if (ending is not (".yaml" or ".yml")) throw new UsageException($"--out writes rules as .yaml, not '{ending}'; nearest right call: --out {System.IO.Path.ChangeExtension(path, ".yaml")}");
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new UsageException($"there is no folder {folder} for --out");
        if (File.Exists(path) && !mayReplace) throw new RefusedException($"{path} is there already and was left as it is; to replace it, add --yes");
        return new(path, mayReplace);
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public void Write(string text)
    {
        var partial = $"{Path}.{Environment.ProcessId}.part";
        try
        {
            File.WriteAllText(partial, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(partial, Path, _mayReplace);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the rules cannot be written to {Path}: {failure.Message}", failure);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
