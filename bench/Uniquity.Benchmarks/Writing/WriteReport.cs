using Npgsql;
using Uniquity.PostgreSql.Writing;
using Uniquity.Violations;
using Uniquity.Writing;

namespace Uniquity.Benchmarks.Writing;

/// <summary>Race-free writes beside the same by hand: <c>writes CONNECTION-STRING [ROUNDS]</c>. Prints rows of a table.</summary>
internal sealed class WriteReport(string connectionString, int rounds) : IAsyncDisposable
{
    private const int Singles = 100;
    private const int Rows = 100_000;
    private static readonly DateTime Seen = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);
    private int _next;

    private ByHand Hand => new(_source);

    /// <summary>Measures all of it.</summary>
    public static async Task<int> RunAsync(string connectionString, int rounds)
    {
        await using var report = new WriteReport(connectionString, rounds);
        await report.SinglesAsync();
        await report.BulkAsync();
        await report.ExceptionAsync();
        return 0;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task SinglesAsync()
    {
        await EmptyAsync();
        await Hand.UpsertAllAsync([.. Enumerable.Range(0, Singles).Select(n => New($"old{n}"))]);
        await WriteAsync("insert or get, hit", n => $"old{n}");
        await WriteAsync("insert or get, miss", n => $"new{Interlocked.Increment(ref _next)}");

        await CatchAsync("", _source);
        await using var prepared = NpgsqlDataSource.Create($"{connectionString};Max Auto Prepare=20");
        await CatchAsync(", both prepared", prepared);
    }

    private async Task CatchAsync(string how, NpgsqlDataSource source)
    {
        // By chance, and not by turns: which key is taken must not be guessed.
        string Half(int n) => Random.Shared.Next(2) == 0 ? $"old{n}" : $"new{Interlocked.Increment(ref _next)}";
        var times = await Stopwatches.MediansAsync(
            rounds,
            async () => await EachAsync(n => new ByHand(source).InsertCatchSelectAsync(New(Half(n)))),
            async () => await EachAsync(n => source.InsertOrGetAsync(New(Half(n)), member => member.Email, "members")));
        Print($"insert, catch, select; half of the keys taken{how}", times[0], times[1], Singles, "at most 0.50");
    }

    private async Task WriteAsync(string what, Func<int, string> key)
    {
        var times = await Stopwatches.MediansAsync(
            rounds,
            async () => await EachAsync(n => Hand.InsertOrGetAsync(New(key(n)))),
            async () => await EachAsync(n => Hand.InsertOrTouchAsync(New(key(n)))),
            async () => await EachAsync(n => _source.InsertOrGetAsync(New(key(n)), member => member.Email, "members")));
        Print($"{what}, beside DO NOTHING and a SELECT", times[0], times[2], Singles, "at most 1.10");
        Print($"{what}, beside DO UPDATE SET email = excluded.email", times[1], times[2], Singles, "at most 1.10");
    }

    private async Task BulkAsync()
    {
        foreach (var (what, taken) in new[] { ("100,000 rows, all new", 0), ("100,000 rows, half of the keys taken", 2) })
        {
            var members = Enumerable.Range(0, Rows).Select(n => New($"m{n}")).ToList();
            var old = members.Where((_, n) => taken > 0 && n % taken == 0).ToList();
            var times = await Stopwatches.MediansAsync(
                Math.Max(3, rounds / 20),
                () => OnAsync(old, () => Hand.UpsertAllAsync(members)),
                () => OnAsync(old, () => UpsertAsync(members)),
                () => OnAsync(old, () => Task.CompletedTask));
            Print($"bulk upsert, {what}", times[0] - times[2], times[1] - times[2], Rows, "at most 1.50");
            if (taken > 0) continue;
            var saves = await Stopwatches.MediansAsync(1, () => OnAsync([], () => SaveAsync(members)));
            Print("SaveChanges in batches of 1,000, all new", saves[0], times[1] - times[2], Rows, "at most 0.10");
        }
    }

    private async Task OnAsync(List<Member> old, Func<Task> write)
    {
        await EmptyAsync();
        if (old.Count > 0) await Hand.UpsertAllAsync(old);
        await write();
    }

    private async Task UpsertAsync(List<Member> members)
    {
        var written = 0;
        await foreach (var result in _source.BulkUpsertAsync(members.ToAsyncEnumerable(), member => member.Email, table: "members"))
        {
            if (result.Outcome is WriteOutcome.Inserted or WriteOutcome.Updated) written++;
        }

        if (written != Rows) throw new InvalidOperationException($"{written} of {Rows} were written");
    }

    private async Task SaveAsync(List<Member> members)
    {
        foreach (var batch in members.Chunk(1_000))
        {
            await using var context = new MemberContext(connectionString);
            context.AddRange(batch.Select(member => New(member.Email)));
            await context.SaveChangesAsync();
        }
    }

    private async Task ExceptionAsync()
    {
        const int Times = 1_000_000;
        await Hand.InsertOrGetAsync(New("taken"));
        try
        {
            await using var insert = _source.CreateCommand("INSERT INTO members (email, name, points, seen) VALUES ('taken', '', 0, now())");
            await insert.ExecuteNonQueryAsync();
        }
        catch (PostgresException refusal)
        {
            var times = await Stopwatches.MediansAsync(5, () =>
            {
                for (var n = 0; n < Times; n++) refusal.TryGetUniqueViolation(out _);
                return Task.CompletedTask;
            });
            Console.WriteLine($"| TryGetUniqueViolation of a PostgresException | | {times[0] * 1_000 / Times:0.00} µs | | under 1 µs |");
        }
    }

    private async Task EmptyAsync()
    {
        await using var command = _source.CreateCommand("DROP TABLE IF EXISTS members; CREATE TABLE members (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE, name text, points int, seen timestamptz)");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task EachAsync(Func<int, Task> write)
    {
        for (var n = 0; n < Singles; n++) await write(n);
    }

    private static Member New(string email) => new() { Email = email, Name = "Ann Example", Points = 42, Seen = Seen };

    private static void Print(string what, double hand, double own, int count, string limit) =>
        Console.WriteLine($"| {what} | {hand * 1_000 / count:0.0} µs | {own * 1_000 / count:0.0} µs | {own / hand:0.00} | {limit} |");
}
