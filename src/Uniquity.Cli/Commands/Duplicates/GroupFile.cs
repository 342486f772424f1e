using System.Text;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Terminals;
using Uniquity.Duplicates;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>The file that <c>--out</c> names: every group, streamed, and there only when it is complete.</summary>
internal sealed class GroupFile
{
    /// <summary>The most ids that the file gives of one group, so that a group of millions stays in bounded memory.</summary>
    private const int MostIds = 1000;

    private readonly bool _csv;

    private GroupFile(string path, bool csv) => (Path, _csv) = (path, csv);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Checks what can be checked before a long scan: the ending, the folder, a file that is there already.</summary>
    /// <exception cref="UsageException">The ending is neither, or there is no such folder.</exception>
    /// <exception cref="RefusedException">The file is there, and nobody said that it may be replaced.</exception>
    public static GroupFile Check(string path, bool mayReplace)
    {
        var ending = System.IO.Path.GetExtension(path).ToLowerInvariant();
        var csv = ending == ".csv";
        if (!csv && ending is not (".ndjson" or ".jsonl"))
        {
            throw new UsageException($"--out writes .csv or .ndjson, not '{ending}'; nearest right call: --out {System.IO.Path.ChangeExtension(path, ".csv")}");
        }

        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new UsageException($"there is no folder {folder} for --out");
        if (File.Exists(path) && !mayReplace) throw new RefusedException($"{path} is there already and was left as it is; to replace it, add --yes");
        return new GroupFile(path, csv);
    }

    /// <summary>Counts, and writes every group on the way.</summary>
    public async Task<DuplicateReport> WriteAsync(Call call, IDuplicateFinder finder, DuplicateQuery query, CancellationToken cancellationToken)
    {
        var partial = $"{Path}.{Environment.ProcessId}.part";
        long written = 0;
        DuplicateReport report;
        try
        {
            using (var progress = call.Progress($"counting duplicates of {query.Table} by {Screens.IndexText.Key(query.Key)} into {Path}"))
            await using (var text = new StreamWriter(partial, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024))
            {
                using IGroupWriter writer = _csv ? new CsvGroups(text, query.Key) : new JsonGroups(text);
                report = await finder.CountAsync(query, MostIds, Write, new DuplicateProgressLine(progress), cancellationToken);

                void Write(DuplicateGroup group)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    writer.Write(call.Mask?.Hide(group) ?? group);
                    progress.Report(++written, total: null, "groups");
                }
            }

            File.Move(partial, Path, overwrite: call.Yes);
            return report;
        }
        catch (OperationCanceledException stopped)
        {
            throw new StoppedException($"stopped after {Say.Count(written, "group")}; {Path} was not written; the same call begins again", stopped);
        }
        catch (IOException failure)
        {
            throw new PartWayException($"{Say.Count(written, "group")} could be written, then: {failure.Message} {Path} was not made", failure);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
