using Npgsql;
using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Enforcing;

/// <summary>While a guard stands, writers race for keys; there is never a second winner.</summary>
public sealed class GuardRaceTests
{
    private const int Writers = 16;
    private const int Gate = 4711;

    // A shorter one may be over before a busy machine gives the second writer a processor.
    private const int LongRace = 10_000;

    [PostgreSqlTheory]
    [InlineData("read committed", "read committed", LongRace)]
    [InlineData("repeatable read", "read committed", 1_000)]
    [InlineData("serializable", "read committed", 100)]
    public async Task Of_16_writers_exactly_one_wins_each_key(string isolation, string others, int rounds)
    {
        await using var scene = await Enforcement.OfAsync("CREATE TABLE t (id serial PRIMARY KEY, k int, writer int)", "INSERT INTO t (k) VALUES (-1), (-1)");
        var request = Enforcement.Request("t", "k") with { Keep = new KeepPolicy(KeepKind.First), Guard = true };

        await scene.ApplyAsync(request, () => RaceAsync(scene, writer => WriteAsync(scene, writer, writer % 2 == 0 ? isolation : others, rounds)));

        (await scene.Database.ScalarAsync<long>("SELECT count(DISTINCT k) FROM t WHERE k > 0")).ShouldBe(rounds);
        (await scene.Database.ScalarAsync<long>("SELECT count(*) FROM t WHERE k > 0")).ShouldBe(rounds);
        if (rounds >= LongRace) (await scene.Database.ScalarAsync<long>("SELECT count(DISTINCT writer) FROM t")).ShouldBeGreaterThan(1, "one writer alone is no race");
        (await scene.GuardsAsync()).ShouldBe(0);
    }

    /// <summary>Lets the writers go all at once, when each of them stands at the gate.</summary>
    private static async Task RaceAsync(Enforcement scene, Func<int, Task> write)
    {
        await using var gate = await scene.Database.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({Gate})", gate);
        await command.ExecuteNonQueryAsync();
        var writers = Task.WhenAll(Enumerable.Range(0, Writers).Select(write));
        command.CommandText = $"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {Gate} AND NOT granted";
        while (!writers.IsFaulted && (long)(await command.ExecuteScalarAsync())! < Writers) await Task.Delay(20);
        command.CommandText = $"SELECT pg_advisory_unlock({Gate})";
        await command.ExecuteNonQueryAsync();
        await writers;
    }

    /// <summary>A session that inserts every key, each in a transaction of its own whose snapshot is taken before the insert.</summary>
    private static async Task WriteAsync(Enforcement scene, int writer, string isolation, int rounds)
    {
        await using var connection = await scene.Database.OpenAsync();
        await using (var wait = new NpgsqlCommand($"SELECT pg_advisory_lock_shared({Gate}), pg_advisory_unlock_shared({Gate})", connection)) await wait.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand($$"""
            SET synchronous_commit = off;
            DO $$
            DECLARE round int := 1;
            BEGIN
              WHILE round <= {{rounds}} LOOP
                COMMIT;
                SET TRANSACTION ISOLATION LEVEL {{isolation}};
                PERFORM count(*) FROM (SELECT FROM t LIMIT 1) AS looked;
                BEGIN
                  INSERT INTO t (k, writer) VALUES (round, {{writer}});
                  round := round + 1;
                EXCEPTION
                  WHEN unique_violation THEN round := round + 1;
                  WHEN serialization_failure OR deadlock_detected THEN NULL;
                END;
              END LOOP;
            END $$
            """, connection) { CommandTimeout = 120 };
        for (var ended = false; !ended;)
        {
            try
            {
                await command.ExecuteNonQueryAsync();
                ended = true;
            }
            catch (PostgresException repeat) when (repeat.SqlState is "40001" or "40P01" && isolation == "serializable")
            {
                // A commit that is refused ends the block; keys that stand already are passed over the next time.
            }
        }
    }
}
