using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests;

/// <summary>A private server for the tests of one class, which plan its faults.</summary>
public sealed class DisturbedServer : IAsyncLifetime
{
    /// <summary>The server; <see langword="null"/> where its tests are skipped.</summary>
    public MongoDbServer? Server { get; private set; }

    public async Task InitializeAsync()
    {
        if (MongoDbAvailability.SkipReason is null && MongoDbAvailability.GivenUrl is null) Server = await MongoDbServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
    }
}
