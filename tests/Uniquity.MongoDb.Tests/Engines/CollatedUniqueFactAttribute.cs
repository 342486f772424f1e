using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Engines;

/// <summary>A test of unique indexes with a collation, which mongod has and DocumentDB has not: skipped by name, with what the server says.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CollatedUniqueFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Lacking = new(() => Task.Run(AskAsync).GetAwaiter().GetResult());

    /// <summary>Asks the server that is given, once.</summary>
    public CollatedUniqueFactAttribute() => Skip = MongoDbAvailability.GivenUrl is null
        ? $"DocumentDB has no unique index with a collation: name a mongod in {MongoDbAvailability.ServerVariable}"
        : Lacking.Value;

    private static async Task<string?> AskAsync()
    {
        var database = MongoDbServer.NewDatabaseName();
        using var url = MongoUrl.Read((await MongoDbServer.SharedAsync()).UrlOf(database), new MongoOptions());
        await using var connection = MongoConnection.Open(url, new MongoOptions());
        try
        {
            await connection.WriteAsync(database, ShellReader.Document("{ createIndexes: 'asked', indexes: [{ key: { a: 1 }, name: 'a', unique: true, collation: { locale: 'en', strength: 2 } }] }"), default);
            return null;
        }
        catch (MongoException refused) when (refused.Failure == MongoFailure.Refused)
        {
            return $"The server that {MongoDbAvailability.ServerVariable} names makes no unique index with a collation, as mongod does (code {refused.Code})";
        }
        finally
        {
            await connection.WriteAsync(database, ShellReader.Document("{ dropDatabase: 1 }"), default);
        }
    }
}
