using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Loading;

/// <summary>Sends batches; where the server refuses a whole command for the sake of one document, that is found by halving.</summary>
/// <param name="session">Where to.</param>
/// <param name="command">Makes the command of a batch, or of a part of it.</param>
/// <param name="ordered">Whether nothing is sent after the first refusal.</param>
internal sealed class BatchWrites(MongoSession session, Func<IReadOnlyList<BsonDocument>, BsonDocument> command, bool ordered = false)
{
    // A refusal of everything is not for the sake of one document.
    private const int MostInARow = 100;

    // What is the server's own trouble, whatever is sent: it goes on elsewhere, or later.
    // https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
    private static readonly HashSet<int> OfTheServer =
    [
        1, 6, 7, 8, 11, 13, 18, 24, 26, 50, 59, 64, 72, 79, 89, 91, 100, 112, 115, 117, 133, 134, 146, 148, 166, 189, 216, 225, 246, 251, 262, 279, 290,
        8000, 9001, 10058, 10107, 11600, 11602, 13435, 13436, 14031, 16500,
    ];

    private int inARow;

    /// <summary>Sends a batch.</summary>
    /// <exception cref="TargetException">The server cannot take it, or its outcome is not known.</exception>
    public async Task<BatchReply> SendAsync(IReadOnlyList<BsonDocument> batch, CancellationToken cancellation)
    {
        try
        {
            var reply = await session.WriteSafelyAsync(command(batch), cancellation);
            inARow = 0;
            return new(WriteErrors.Of(reply), reply["n"]?.AsInt64() ?? 0);
        }
        catch (TargetException failure) when (failure.InnerException is MongoException { Failure: MongoFailure.Refused, IsTransient: false } refused && !OfTheServer.Contains(refused.Code))
        {
            if (batch.Count > 1) return await HalvedAsync(batch, cancellation);
            if (++inARow >= MostInARow) throw;
            return new([new(0, refused.Code, refused.Message)], 0);
        }
    }

    private async Task<BatchReply> HalvedAsync(IReadOnlyList<BsonDocument> batch, CancellationToken cancellation)
    {
        var half = batch.Count / 2;
        var first = await SendAsync([.. batch.Take(half)], cancellation);
        if (ordered && first.Errors.Count > 0) return first;
        var second = await SendAsync([.. batch.Skip(half)], cancellation);
        return new([.. first.Errors, .. second.Errors.Select(error => error with { Index = error.Index + half })], first.Found + second.Found);
    }
}
