using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving.Archiving;

/// <summary>Holds a collection for one process. MongoDB has no lock that goes with a connection, so the holder says again and again that it lives.</summary>
/// <remarks>On the holder's own machine its death is seen at once, elsewhere when its time has run out, by the server's clock.</remarks>
internal sealed class RunLock : IAsyncDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentDictionary<string, byte> Mine = new(StringComparer.Ordinal);

    private readonly MongoSession session;
    private readonly TableName table;
    private readonly string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
    private readonly CancellationTokenSource stop = new();
    private Task renewing = Task.CompletedTask;

    private RunLock(MongoSession session, TableName table)
    {
        this.session = session;
        this.table = table;
    }

    /// <summary>Takes a collection.</summary>
    /// <exception cref="RefusedException">Another process holds it; the message says which.</exception>
    public static async Task<RunLock> HoldAsync(MongoSession session, TableName table, string run, TimeProvider clock, CancellationToken cancellationToken)
    {
        var held = new RunLock(session, table);
        var document = held.Document(run, await NowAsync(session, cancellationToken));
        if (!await held.InsertAsync(document, cancellationToken))
        {
            var other = await FindAsync(session, table, cancellationToken);
            if (other is not null && !await IsDeadAsync(session, other, cancellationToken)) throw Refused(table, other);
            if (other is not null) await WritesUnderWay.EndAsync(session, Until(other) - await NowAsync(session, cancellationToken), clock, cancellationToken);
            if (other is null ? !await held.InsertAsync(document, cancellationToken) : !await held.ReplaceAsync(other, document, cancellationToken))
                throw Refused(table, await FindAsync(session, table, cancellationToken));
        }

        Mine[held.token] = 0;
        held.renewing = held.RenewAsync(clock);
        return held;
    }

    /// <summary>The runs that a living process works at.</summary>
    public static async Task<IReadOnlySet<string>> LivingAsync(MongoSession session, CancellationToken cancellationToken)
    {
        var living = new HashSet<string>(StringComparer.Ordinal);
        foreach (var found in await session.ListAsync(new BsonBuilder().Add("find", Places.Locks).Add("filter", BsonDocument.Empty).Build(), cancellationToken))
        {
            if (!await IsDeadAsync(session, found, cancellationToken)) living.Add(found["run"]!.Value.AsString());
        }

        return living;
    }

    /// <summary>The command that fails where the collection was taken from this process: it slept too long.</summary>
    public ExpectedWrite Still(DateTimeOffset until) => new(Update(new BsonBuilder().Add("seen", until).Build()), 1);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await renewing;
        stop.Dispose();
        Mine.TryRemove(token, out _);

        // The server may still be at the last write: whoever comes next finds the lock, and waits for that.
        if (session.IsInDoubt) return;
        try
        {
            var delete = new BsonBuilder().Add("q", Own).Add("limit", 1).Build();
            await session.WriteSafelyAsync(new BsonBuilder().Add("delete", Places.Locks).AddArray("deletes", [delete]).Build(), CancellationToken.None);
        }
        catch (TargetException)
        {
            // The server is gone: whoever comes next sees that nobody holds it.
        }
    }

    private BsonDocument Own => new BsonBuilder().Add("_id", table.Name).Add("token", token).Build();

    private BsonDocument Document(string run, DateTimeOffset now)
    {
        using var process = Process.GetCurrentProcess();
        return new BsonBuilder().Add("_id", table.Name).Add("token", token).Add("run", run).Add("user", session.User ?? Environment.UserName).Add("host", Environment.MachineName)
            .Add("process", Environment.ProcessId).Add("begun", new DateTimeOffset(process.StartTime)).Add("since", now).Add("until", now + Lease).Build();
    }

    private BsonDocument Update(BsonDocument fields) => new BsonBuilder().Add("update", Places.Locks)
        .AddArray("updates", [new BsonBuilder().Add("q", Own).Add("u", new BsonBuilder().Add("$set", fields).Build()).Build()]).Build();

    private async Task<bool> InsertAsync(BsonDocument document, CancellationToken cancellationToken)
    {
        try
        {
            var errors = WriteErrors.Of(await session.WriteSafelyAsync(new BsonBuilder().Add("insert", Places.Locks).AddArray("documents", [document]).Build(), cancellationToken));
            return errors.Count == 0 || (errors[0].Code == MongoException.DuplicateKey ? false : throw new TargetException($"MongoDB at {session.Hosts} refused to write the archive: {errors[0].Message}"));
        }
        catch (TargetException fault) when (fault.InnerException is MongoException { Code: MongoException.DuplicateKey })
        {
            return false;
        }
    }

    private async Task<bool> ReplaceAsync(BsonDocument dead, BsonDocument document, CancellationToken cancellationToken)
    {
        var its = new BsonBuilder().Add("_id", table.Name).Add("token", dead["token"]!.Value).Add("until", dead["until"]!.Value).Build();
        var update = new BsonBuilder().Add("update", Places.Locks).AddArray("updates", [new BsonBuilder().Add("q", its).Add("u", document).Build()]).Build();
        return (await session.WriteSafelyAsync(update, cancellationToken))["n"]!.Value.AsInt64() == 1;
    }

    private async Task RenewAsync(TimeProvider clock)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Renewal, clock, stop.Token);
                try
                {
                    await session.WriteSafelyAsync(Update(new BsonBuilder().Add("until", await NowAsync(session, stop.Token) + Lease).Build()), stop.Token);
                }
                catch (TargetException)
                {
                    // The next renewal may succeed; the batches see for themselves whether it is still held.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    private static async Task<BsonDocument?> FindAsync(MongoSession session, TableName table, CancellationToken cancellationToken) =>
        await session.ListAsync(new BsonBuilder().Add("find", Places.Locks).Add("filter", new BsonBuilder().Add("_id", table.Name).Build()).Add("limit", 1).Build(), cancellationToken) is [var found] ? found : null;

    private static async Task<bool> IsDeadAsync(MongoSession session, BsonDocument held, CancellationToken cancellationToken)
    {
        if (held["host"]!.Value.AsString() == Environment.MachineName)
        {
            var id = (int)held["process"]!.Value.AsInt64();
            if (id == Environment.ProcessId) return !Mine.ContainsKey(held["token"]!.Value.AsString());
            return !IsAlive(id, DateTimeOffset.FromUnixTimeMilliseconds(held["begun"]!.Value.AsInt64()));
        }

        return Until(held) < await NowAsync(session, cancellationToken);
    }

    private static DateTimeOffset Until(BsonDocument held) => DateTimeOffset.FromUnixTimeMilliseconds(held["until"]!.Value.AsInt64());

    private static bool IsAlive(int id, DateTimeOffset begun)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && (new DateTimeOffset(process.StartTime) - begun).Duration() < TimeSpan.FromSeconds(2);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    // Clocks of machines differ: the server's is the one that counts.
    private static async Task<DateTimeOffset> NowAsync(MongoSession session, CancellationToken cancellationToken)
    {
        var hello = await session.AdminAsync(BsonDocument.Parse("""{"hello":1}"""), cancellationToken);
        return hello["localTime"] is { Type: BsonType.DateTime } time ? DateTimeOffset.FromUnixTimeMilliseconds(time.AsInt64()) : DateTimeOffset.FromUnixTimeMilliseconds(0);
    }

    private static RefusedException Refused(TableName table, BsonDocument? holder)
    {
        var who = holder is null ? "another process" : string.Create(
            CultureInfo.InvariantCulture,
            $"run {holder["run"]!.Value.AsString()} of {holder["user"]!.Value.AsString()} since {DateTimeOffset.FromUnixTimeMilliseconds(holder["since"]!.Value.AsInt64()):yyyy-MM-dd HH:mm:ss} UTC (process {holder["process"]!.Value.AsInt64()} on {holder["host"]!.Value.AsString()})");
        return new($"{table} is held by {who}: wait for it, or stop it first.");
    }
}
