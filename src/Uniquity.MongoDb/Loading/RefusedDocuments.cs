using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Running;
using Uniquity.Violations;

namespace Uniquity.MongoDb.Loading;

/// <summary>Words a refusal of the server as a reject: why, by which index, and which document holds the key.</summary>
internal sealed class RefusedDocuments(MongoSession session, IReadOnlyList<LoadIndex> indexes)
{
    private const int InvalidId = 53;
    private const int TooLarge = 10334;
    private const int FailedValidation = 121;

    /// <summary>Whether the key of an index is taken.</summary>
    public static bool IsDuplicate(WriteError error) => error.Code is MongoException.DuplicateKey or 11001;

    /// <summary>The index that the server names.</summary>
    public LoadIndex? Named(WriteError error)
    {
        var read = ViolationText.Read($"MongoServerError: {error.Message}, code: 11000").Violations;
        return read.Count == 0 ? null : indexes.FirstOrDefault(index => index.Index.Name == read[0].Index);
    }

    /// <summary>Records are refused.</summary>
    /// <param name="refusals">Each with what the server said.</param>
    /// <param name="holders">Finds who holds their keys.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task RefuseAsync(IReadOnlyList<(LoadItem Item, WriteError Error)> refusals, KeyHolders holders, CancellationToken cancellation)
    {
        foreach (var named in refusals.Where(refusal => IsDuplicate(refusal.Error)).GroupBy(refusal => Named(refusal.Error), refusal => refusal.Item))
        {
            if (named.Key is { } index) await holders.AskAsync(index, named, whole: true, cancellation);
        }

        foreach (var (item, error) in refusals) await RefuseAsync(item, error, holders, cancellation);
    }

    private async Task RefuseAsync(LoadItem item, WriteError error, KeyHolders holders, CancellationToken cancellation)
    {
        var detail = $"{(error.Message.Length == 0 ? "refused by the server" : error.Message.ReplaceLineEndings(" "))} ({error.Code})";
        if (!IsDuplicate(error))
        {
            item.Refuse(error.Code switch { FailedValidation => "check", InvalidId or TooLarge or 2 or 22 or 52 or 57 => "value", _ => "refused" }, detail);
            return;
        }

        var (index, holder) = await HolderAsync(item, Named(error), holders, cancellation);
        item.Refuse(new(item.Record.Line, "duplicate", detail, item.Record)
        {
            Index = index?.Index.Name,
            KeyFields = index?.Index.Key.Select(part => part.Part).ToList(),
            Holder = holder is null ? null : LoadIndex.Shown(holder),
        });
    }

    // Of many refusals in one reply a server leaves the words of the last ones out.
    private async Task<(LoadIndex?, BsonDocument?)> HolderAsync(LoadItem item, LoadIndex? named, KeyHolders holders, CancellationToken cancellation)
    {
        if (named is not null) return (named, await holders.FindAsync(named, item, cancellation));
        foreach (var index in indexes)
        {
            if (await index.FindAsync(session, item.Document!, cancellation) is { } holder) return (index, holder);
        }

        return (null, null);
    }
}
