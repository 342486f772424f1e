using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving.Applying;

/// <summary>Finds out whether the server has transactions: by what it says of itself, and by trying.</summary>
internal static class TransactionTry
{
    /// <summary>Tries one that writes what is there already.</summary>
    public static async Task<bool> WorksAsync(MongoSession session, string run, CancellationToken cancellationToken)
    {
        // https://www.mongodb.com/docs/manual/reference/command/hello/: sessions, and a replica set or a router.
        var hello = await session.AdminAsync(BsonDocument.Parse("""{"hello":1}"""), cancellationToken);
        if (hello["logicalSessionTimeoutMinutes"] is null || (hello["setName"] is null && !(hello["msg"] is { Type: BsonType.String } message && message.AsString() == "isdbgrid"))) return false;
        var same = new BsonBuilder().Add("q", new BsonBuilder().Add("_id", run).Build()).Add("u", BsonDocument.Parse("""{"$set":{"transactions":true}}""")).Build();
        try
        {
            return await session.TransactAsync([new(new BsonBuilder().Add("update", Places.Runs).AddArray("updates", [same]).Build(), 1)], cancellationToken) is null;
        }
        catch (TargetException fault) when (fault.InnerException is MongoException { Failure: MongoFailure.Refused or MongoFailure.NotSent } said && !Stops.IsDenied(fault) && !said.IsTransient)
        {
            return false;
        }
    }
}
