using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>Finds out what the server can do by asking for what it has to refuse, and reading why it did.</summary>
/// <remarks>
/// Nothing is changed: <c>collMod</c> is sent for a collection that is not there (26, NamespaceNotFound, says that its options were
/// understood), <c>createIndexes</c> with an option that no server has, an empty key and no name (197 names the first option that
/// is not known). https://www.mongodb.com/docs/manual/reference/command/collMod/
/// </remarks>
internal sealed class AbilityReader(MongoSession session)
{
    private const string Nowhere = "uniquity.nowhere";

    /// <summary>Asks.</summary>
    public async Task<ServerAbilities> ReadAsync(WantedIndex wanted, CancellationToken cancellationToken)
    {
        var prepares = await RefusalAsync(CollMod("prepareUnique", preview: false), cancellationToken);
        var previews = await RefusalAsync(CollMod("unique", preview: true), cancellationToken);
        var built = await RefusalAsync(CreateIndexes(wanted, "buildAsUnique", null), cancellationToken);
        var folded = wanted.Collation is { } collation ? await RefusalAsync(CreateIndexes(wanted, "unique", collation), cancellationToken) : null;
        return new(
            prepares?.Code == MongoException.NamespaceNotFound,
            previews?.Code == MongoException.NamespaceNotFound,
            built is { Code: MongoException.UnknownIndexOption } unknown && !unknown.Message.Contains("'buildAsUnique'", StringComparison.Ordinal),
            prepares is { Code: MongoException.Unauthorized } ? prepares.Message : null,
            folded is { Code: not (MongoException.UnknownIndexOption or MongoException.Unauthorized) } ? ServerText.Short(folded.Message) : null);
    }

    private async Task<MongoException?> RefusalAsync(BsonDocument command, CancellationToken cancellationToken)
    {
        try
        {
            await session.WriteAsync(command, cancellationToken);
            return null;
        }
        catch (TargetException fault) when (fault.InnerException is MongoException { Failure: MongoFailure.Refused } refused)
        {
            return refused;
        }
    }

    private static BsonDocument CollMod(string option, bool preview)
    {
        var command = new BsonBuilder().Add("collMod", Nowhere).Add("index", new BsonBuilder().Add("name", "nothing").Add(option, true).Build());
        if (preview) command.Add("dryRun", true);
        return command.Build();
    }

    private static BsonDocument CreateIndexes(WantedIndex wanted, string option, BsonDocument? collation)
    {
        var index = new BsonBuilder().Add(option, true);
        if (collation is not null) index.Add("collation", collation);
        return new BsonBuilder().Add("createIndexes", wanted.Table.Name)
            .AddArray("indexes", [index.Add("uniquityAsksWhatIsKnown", true).Add("key", BsonDocument.Empty).Add("name", "").Build()]).Build();
    }
}
