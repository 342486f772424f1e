using Uniquity.Testing.Conformance.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Resolving;

/// <summary>MongoDB for the suite of resolvers.</summary>
public sealed class MongoResolverEngine : IResolverEngine
{
    public async ValueTask<IResolverDatabase> CreateAsync()
    {
        var server = await MongoDbServer.SharedAsync();
        return new SqlScene(server.UrlOf(MongoDbServer.NewDatabaseName()));
    }
}
