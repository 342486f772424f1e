using Uniquity.MongoDb.Enforcing;
using Uniquity.MongoDb.Shell;
using Uniquity.Resolving;
using Uniquity.Wording;

namespace Uniquity.MongoDb.Resolving.Planning;

/// <summary>What the documents forbid.</summary>
internal static class Checks
{
    /// <summary>Throws where documents cannot be ordered, or others refer to them and may not.</summary>
    /// <exception cref="RefusedException">With the counts, and what to do.</exception>
    public static void Check(ResolveContext context, (long Nulls, long Documents) unordered, IReadOnlyDictionary<string, (long Rows, long Collisions)> referring)
    {
        var keep = context.Request.Keep;
        if (unordered.Nulls > 0)
        {
            var filter = $"{{ {ShellWriter.Name(keep.Field!)}: {{ $ne: null }} }}";
            throw new RefusedException($"--keep {keep} cannot order the documents: {keep.Field} is null in {unordered.Nulls} of the {unordered.Documents} documents of duplicate groups. Add {CallText.Where(filter)}, or use another policy.");
        }

        if (context.Request.Children != ChildrenPolicy.Refuse || referring.Values.Sum(counts => counts.Rows) is not (> 0 and var all)) return;
        var listed = referring.Where(pair => pair.Value.Rows > 0).Select(pair => $"{pair.Value.Rows} of {context.References.First(reference => reference.ToString() == pair.Key).Table} by {pair.Key}");
        throw new RefusedException($"{Counted.Of(all, "document")} {Counted.Noun(all, "refers", "refer")} to documents that would go ({string.Join(", ", listed)}), and --children refuse forbids it: use --children repoint.");
    }
}
