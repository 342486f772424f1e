using Npgsql;
using Polly;
using Uniquity.Testing.Engines;
using Uniquity.Violations;

namespace Uniquity.Polly.Tests;

public sealed class UniqueWriteTests : IAsyncLifetime
{
    private readonly List<UniqueWriteFailure> _failures = [];
    private PostgreSqlDatabase? _database;

    private NpgsqlDataSource Source => _database!.DataSource;

    public async Task InitializeAsync()
    {
        _database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        await _database.ExecuteAsync("CREATE TABLE coupons (code text CONSTRAINT coupons_code_key UNIQUE, owner text, CHECK (owner <> ''))");
    }

    public async Task DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
    }

    [PostgreSqlFact]
    public async Task A_generated_key_that_is_taken_is_made_anew()
    {
        await InsertAsync("1", "ann");
        var code = 0;

        (await Pipeline(options => options.GeneratedKeys.Add("coupons_code_key")).ExecuteAsync(async _ => await InsertAsync($"{++code}", "bob"))).ShouldBe("2");

        _failures.Single().ShouldSatisfyAllConditions(failure => failure.Failure.ShouldBe(WriteFailure.UniqueViolation), failure => failure.Action.ShouldBe(UniqueWriteAction.Retry));
    }

    [PostgreSqlFact]
    public async Task A_row_that_equals_what_was_sent_is_success()
    {
        await InsertAsync("A", "ann");

        (await Pipeline(options => options.FindStored = (_, _) => FindAsync("A", "ann")).ExecuteAsync(async _ => await InsertAsync("A", "ann"))).ShouldBe("A");

        _failures.Single().Action.ShouldBe(UniqueWriteAction.Accept);
    }

    [PostgreSqlFact]
    public async Task Someone_elses_row_is_passed_on_at_once()
    {
        await InsertAsync("A", "ann");

        (await Should.ThrowAsync<PostgresException>(async () =>
            await Pipeline(options => options.FindStored = (_, _) => FindAsync("A", "bob")).ExecuteAsync(async _ => await InsertAsync("A", "bob")))).SqlState.ShouldBe("23505");

        _failures.Single().Action.ShouldBe(UniqueWriteAction.Throw);
    }

    [PostgreSqlFact]
    public async Task An_answer_that_was_lost_after_the_commit_is_found_again()
    {
        var attempt = 0;

        var stored = await Pipeline(options => options.FindStored = (_, _) => FindAsync("A", "ann")).ExecuteAsync(async _ =>
        {
            var code = await InsertAsync("A", "ann");
            return attempt++ == 0 ? throw new NpgsqlException("the connection was lost", new IOException()) : code;
        });

        stored.ShouldBe("A");
        _failures.Select(failure => (failure.Failure, failure.Action)).ShouldBe(
            [(WriteFailure.OutcomeUnknown, UniqueWriteAction.Retry), (WriteFailure.UniqueViolation, UniqueWriteAction.Accept)]);
    }

    [PostgreSqlFact]
    public async Task An_unknown_outcome_is_not_tried_again_where_nobody_would_notice_a_second_row() =>
        await Should.ThrowAsync<NpgsqlException>(async () => await Pipeline().ExecuteAsync<string>(_ => throw new NpgsqlException("lost", new IOException())));

    [PostgreSqlFact]
    public async Task A_deadlock_is_tried_again()
    {
        await _database!.ExecuteAsync("INSERT INTO coupons VALUES ('x', 'a'), ('y', 'a')");
        var both = new[] { new TaskCompletionSource(), new TaskCompletionSource() };

        await Task.WhenAll(Enumerable.Range(0, 2).Select(me => Pipeline().ExecuteAsync(async cancellation =>
        {
            await using var connection = await Source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await RunAsync(connection, "UPDATE coupons SET owner = 'b' WHERE code = $1", me == 0 ? "x" : "y");
            both[me].TrySetResult();
            await both[1 - me].Task;
            await RunAsync(connection, "UPDATE coupons SET owner = 'b' WHERE code = $1", me == 0 ? "y" : "x");
            await transaction.CommitAsync(cancellation);
            return "done";
        }).AsTask()));

        _failures.ShouldAllBe(failure => failure.Failure == WriteFailure.RolledBack && failure.Action == UniqueWriteAction.Retry);
        _failures.ShouldNotBeEmpty();
    }

    [PostgreSqlFact]
    public async Task A_bug_is_passed_on_at_once()
    {
        (await Should.ThrowAsync<PostgresException>(async () => await Pipeline().ExecuteAsync(async _ => await InsertAsync("A", "")))).SqlState.ShouldBe("23514");

        _failures.Single().Failure.ShouldBe(WriteFailure.Permanent);
    }

    [PostgreSqlFact]
    public async Task Attempts_come_to_an_end()
    {
        await InsertAsync("A", "ann");

        await Should.ThrowAsync<PostgresException>(async () => await Pipeline(options => options.GeneratedKeys.Add("coupons_code_key")).ExecuteAsync(async _ => await InsertAsync("A", "bob")));

        _failures.Count.ShouldBe(4, "one attempt and three more");
        _failures[^1].ToString().ShouldBe("UniqueViolation in attempt 3: Throw");
    }

    private ResiliencePipeline<string> Pipeline(Action<UniqueWriteOptions<string>>? configure = null) =>
        new ResiliencePipelineBuilder<string>().AddUniqueWrite(options =>
        {
            options.Delay = TimeSpan.FromMilliseconds(1);
            options.OnFailure = failure =>
            {
                lock (_failures) _failures.Add(failure);
                return ValueTask.CompletedTask;
            };
            configure?.Invoke(options);
        }).Build();

    private async Task<string> InsertAsync(string code, string owner)
    {
        await using var connection = await Source.OpenConnectionAsync();
        await RunAsync(connection, "INSERT INTO coupons VALUES ($1, $2)", code, owner);
        return code;
    }

    private async ValueTask<string?> FindAsync(string code, string owner)
    {
        await using var command = Source.CreateCommand("SELECT code FROM coupons WHERE code = $1 AND owner = $2");
        command.Parameters.AddWithValue(code);
        command.Parameters.AddWithValue(owner);
        return (string?)await command.ExecuteScalarAsync();
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params string[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync();
    }
}
