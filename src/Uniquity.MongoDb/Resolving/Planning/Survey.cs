using System.Globalization;
using System.Security.Cryptography;
using Uniquity.MongoDb.Resolving.Solving;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Resolving.Planning;

/// <summary>Goes over all groups as they are: what would become of them, and a hash of every document looked at.</summary>
internal sealed class Survey(MongoSession session, ResolveContext context)
{
    private readonly Solver solver = new(session, context);
    private readonly List<WorkItem> pending = [];
    private UInt128 hash;
    private long documents;
    private int ids;
    private Task<Solution>? solving;

    /// <summary>Groups.</summary>
    public long Groups { get; private set; }

    /// <summary>Documents of the collection that go for their key.</summary>
    public long Removed { get; private set; }

    /// <summary>Documents that stay and change.</summary>
    public long Changed { get; private set; }

    /// <summary>Documents whose key is null or missing.</summary>
    public long NullKeys { get; private set; }

    /// <summary>By reference: documents that refer, and those that go for a key that they would share.</summary>
    public Dictionary<string, (long Rows, long Collisions)> Referring { get; } = new(StringComparer.Ordinal);

    /// <summary>The first solutions, to show.</summary>
    public Solution? First { get; private set; }

    /// <summary>Documents without the field that the policy compares, and all documents of those groups.</summary>
    public (long Nulls, long Documents) Unordered { get; private set; }

    /// <summary>What tells whether anything has changed since.</summary>
    public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"{Groups}-{documents}-{hash:x32}");

    /// <summary>Adds an item.</summary>
    public async Task AddAsync(WorkItem item, CancellationToken cancellationToken)
    {
        if (ids > 0 && ids + item.Ids.Count > context.Chunk) await FlushAsync(cancellationToken);
        pending.Add(item);
        ids += item.Ids.Count;
    }

    /// <summary>Looks at what is left.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await CountAsync();
    }

    // While the server reads these documents, it is asked for the next groups already.
    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await CountAsync();
        if (pending.Count == 0) return;
        IReadOnlyList<WorkItem> some = [.. pending];
        var first = Groups + 1;
        pending.Clear();
        ids = 0;
        solving = Task.Run(() => solver.SolveAsync(some, first, cancellationToken), cancellationToken);
    }

    private async Task CountAsync()
    {
        if (solving is null) return;
        var solution = await solving;
        solving = null;
        Groups += solution.Begun;
        Removed += solution.Groups.Sum(group => group.Count - 1);
        Changed += solution.Merged.Count;
        NullKeys += solution.NullKeys;
        Unordered = (Unordered.Nulls + solution.Unordered.Nulls, Unordered.Documents + solution.Unordered.Documents);
        foreach (var (name, counts) in solution.Referring) Referring[name] = Referring.TryGetValue(name, out var sum) ? (sum.Rows + counts.Rows, sum.Collisions + counts.Collisions) : counts;
        First ??= solution.Groups.Count > 0 ? solution : null;
        foreach (var document in solution.Looked)
        {
            // A sum: the order in which groups come is the server's.
            var bytes = SHA256.HashData(document.Bytes.Span);
            hash = unchecked(hash + new UInt128(BitConverter.ToUInt64(bytes, 0), BitConverter.ToUInt64(bytes, 8)));
            documents++;
        }
    }

    /// <summary>Throws where the policy or the children forbid it.</summary>
    /// <exception cref="RefusedException">With the counts, and what to do.</exception>
    public void Check() => Checks.Check(context, Unordered, Referring);
}
