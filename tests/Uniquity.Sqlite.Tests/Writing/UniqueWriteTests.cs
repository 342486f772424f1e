using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.Data.Sqlite;
using Uniquity.Sqlite.Writing;
using Uniquity.Violations;
using Uniquity.Writing;

namespace Uniquity.Sqlite.Tests.Writing;

public class UniqueWriteTests : WriteScene
{
    private const string Users = """
        CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, tenant_id INT NOT NULL DEFAULT 1, email TEXT UNIQUE, name TEXT,
            seen TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, upper_name TEXT GENERATED ALWAYS AS (upper(name)))
        """;

    [Fact]
    public async Task A_new_row_is_inserted_and_comes_back_with_what_the_database_made()
    {
        Run(Users);

        var (outcome, row) = await Connection.InsertOrGetAsync(new User { Email = "a", Name = "ann", TenantId = 7 }, user => user.Email);

        outcome.ShouldBe(WriteOutcome.Inserted);
        (row.Id, row.TenantId, row.Name, row.UpperName).ShouldBe((1, 7, "ann", "ANN"));
        row.Seen.ShouldBe(TimeProvider.System.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(5));
        Number("SELECT count(*) FROM users").ShouldBe(1);
    }

    [Fact]
    public async Task A_taken_key_gets_the_row_that_is_there()
    {
        Run(Users + "; INSERT INTO users (email, name) VALUES ('a', 'first')");

        var (outcome, row) = await Connection.InsertOrGetAsync(new User { Email = "a", Name = "second" }, user => user.Email);

        (outcome, row.Name, row.Id).ShouldBe((WriteOutcome.Existing, "first", 1));
    }

    [Fact]
    public async Task A_taken_key_is_seen_while_another_writer_has_the_lock()
    {
        Run(Users + "; PRAGMA journal_mode = wal; INSERT INTO users (email) VALUES ('a')");
        using var other = Open();
        using var held = other.BeginTransaction();

        (await Connection.InsertOrGetAsync(new User { Email = "a" }, user => user.Email)).Outcome.ShouldBe(WriteOutcome.Existing);
        (await Connection.InsertIfAbsentAsync(new User { Email = "a" }, user => user.Email)).Outcome.ShouldBe(WriteOutcome.Existing);
    }

    [Fact]
    public async Task Insert_if_absent_says_whether_it_did_and_gives_back_what_was_sent()
    {
        Run(Users);
        (await Connection.InsertIfAbsentAsync(new User { Email = "a", Name = "x" }, user => user.Email)).Outcome.ShouldBe(WriteOutcome.Inserted);

        var sent = new User { Email = "a", Name = "y" };
        (await Connection.InsertIfAbsentAsync(sent, user => user.Email)).ShouldBe(new(WriteOutcome.Existing, sent));
    }

    [Fact]
    public async Task An_upsert_changes_all_but_the_key_or_what_it_is_told_to()
    {
        Run(Users + "; INSERT INTO users (email, name, tenant_id) VALUES ('a', 'first', 3)");

        var all = await Connection.UpsertAsync(new User { Email = "a", Name = "second", TenantId = 4 }, user => user.Email);
        (all.Outcome, all.Row.Id, all.Row.Name, all.Row.TenantId, all.Row.UpperName).ShouldBe((WriteOutcome.Updated, 1, "second", 4, "SECOND"));

        var some = await Connection.UpsertAsync(new User { Email = "a", Name = "third", TenantId = 5 }, user => user.Email, new() { Update = user => user.Name });
        (some.Row.Name, some.Row.TenantId).ShouldBe(("third", 4));
        (await Connection.UpsertAsync(new User { Email = "b", Name = "new" }, user => user.Email)).Outcome.ShouldBe(WriteOutcome.Inserted);
    }

    [Fact]
    public async Task Only_what_is_newer_wins()
    {
        Run(Users);
        var now = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var options = new UpsertOptions<User> { NewerBy = user => user.Seen };
        await Connection.UpsertAsync(new User { Email = "a", Name = "now", Seen = now }, user => user.Email, options);

        var older = await Connection.UpsertAsync(new User { Email = "a", Name = "older", Seen = now.AddTicks(-1) }, user => user.Email, options);
        (older.Outcome, older.Row.Name).ShouldBe((WriteOutcome.Existing, "now"));
        (await Connection.UpsertAsync(new User { Email = "a", Name = "same", Seen = now }, user => user.Email, options)).Outcome.ShouldBe(WriteOutcome.Existing);
        (await Connection.UpsertAsync(new User { Email = "a", Name = "newer", Seen = now.AddTicks(1) }, user => user.Email, options)).Row.Name.ShouldBe("newer");
    }

    [Theory]
    [InlineData("2026-01-01T10:00:00+02:00", "2026-01-01T09:00:00+00:00", true)]
    [InlineData("2026-01-01T09:00:00+00:00", "2026-01-01T10:00:00+02:00", false)]
    [InlineData("2026-01-01T09:00:00.0000001+02:00", "2026-01-01T07:00:00.0000002+00:00", true)]
    [InlineData("2026-01-01T09:00:00.9999999+02:00", "2026-01-01T07:00:01+00:00", true)]
    [InlineData("2026-01-01T07:00:01+00:00", "2026-01-01T09:00:00.9999999+02:00", false)]
    public async Task Newer_is_told_by_the_instant_not_by_the_offset(string stored, string sent, bool wins)
    {
        Run("CREATE TABLE events (name TEXT PRIMARY KEY, at TEXT, price TEXT)");
        var options = new UpsertOptions<Event> { NewerBy = item => item.At };
        await Connection.UpsertAsync(new Event("e", At(stored), 1), item => item.Name, options);

        (await Connection.UpsertAsync(new Event("e", At(sent), 2), item => item.Name, options)).Outcome.ShouldBe(wins ? WriteOutcome.Updated : WriteOutcome.Existing);

        static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Decimals_are_compared_as_numbers_where_the_column_has_text()
    {
        Run("CREATE TABLE events (name TEXT PRIMARY KEY, at TEXT, price TEXT)");
        var options = new UpsertOptions<Event> { NewerBy = item => item.Price };
        await Connection.UpsertAsync(new Event("e", default, 9), item => item.Name, options);

        (await Connection.UpsertAsync(new Event("e", default, 10.5m), item => item.Name, options)).Outcome.ShouldBe(WriteOutcome.Updated);
        (await Connection.UpsertAsync(new Event("e", default, 9.5m), item => item.Name, options)).Row.Price.ShouldBe(10.5m);
    }

    [Fact]
    public async Task Compound_keys_and_records_and_enumerations_work_without_a_rowid()
    {
        Run("CREATE TABLE \"Stock\" (sku TEXT, place TEXT, state INT, amount REAL, PRIMARY KEY (place, sku)) WITHOUT ROWID");

        (await Connection.InsertOrGetAsync(new Stock("s", "p", State.Sold, 1.5m), stock => new { stock.Sku, stock.Place })).Outcome.ShouldBe(WriteOutcome.Inserted);
        (await Connection.UpsertAsync(new Stock("s", "p", State.Open, 2m), stock => new { stock.Sku, stock.Place })).ShouldBe(new(WriteOutcome.Updated, new Stock("s", "p", State.Open, 2m)));
    }

    [Fact]
    public async Task A_partial_index_decides_for_the_rows_that_it_covers()
    {
        Run("CREATE TABLE accounts (id INTEGER PRIMARY KEY, email TEXT, deleted_at TEXT); CREATE UNIQUE INDEX live ON accounts (email) WHERE deleted_at IS NULL; INSERT INTO accounts (email, deleted_at) VALUES ('a', 'x'), ('a', 'x')");

        var first = await Connection.InsertOrGetAsync(new Account { Email = "a" }, account => account.Email);
        first.Outcome.ShouldBe(WriteOutcome.Inserted);
        (await Connection.InsertOrGetAsync(new Account { Email = "a" }, account => account.Email)).Row.Id.ShouldBe(first.Row.Id);
        (await Connection.InsertOrGetAsync(new Account { Email = "a", DeletedAt = "y" }, account => account.Email)).Outcome.ShouldBe(WriteOutcome.Inserted);
    }

    [Fact]
    public async Task An_index_decides_with_its_own_collation()
    {
        Run("CREATE TABLE accounts (id INTEGER PRIMARY KEY, email TEXT, deleted_at TEXT); CREATE UNIQUE INDEX folded ON accounts (email COLLATE NOCASE)");
        await Connection.InsertOrGetAsync(new Account { Email = "Ann@X" }, account => account.Email);

        (await Connection.InsertOrGetAsync(new Account { Email = "aNN@x" }, account => account.Email)).Row.Email.ShouldBe("Ann@X");
        (await Connection.UpsertAsync(new Account { Email = "ANN@X", DeletedAt = "z" }, account => account.Email)).Row.ShouldSatisfyAllConditions(row => row.Email.ShouldBe("Ann@X"), row => row.DeletedAt.ShouldBe("z"));
    }

    [Fact]
    public async Task An_index_over_an_expression_is_found_by_the_expression()
    {
        Run("CREATE TABLE accounts (id INTEGER PRIMARY KEY, email TEXT, deleted_at TEXT); CREATE UNIQUE INDEX folded ON accounts (LOWER( \"email\" ))");
        await Connection.InsertOrGetAsync(new Account { Email = "Ann@X" }, account => account.Email!.ToLowerInvariant());

        (await Connection.InsertOrGetAsync(new Account { Email = "aNN@x" }, account => account.Email!.ToLowerInvariant())).Row.Email.ShouldBe("Ann@X");
    }

    [Fact]
    public async Task Two_rows_without_a_key_are_two_rows()
    {
        Run(Users);

        (await Connection.InsertOrGetAsync(new User { Name = "x" }, user => user.Email)).Outcome.ShouldBe(WriteOutcome.Inserted);
        (await Connection.InsertOrGetAsync(new User { Name = "x" }, user => user.Email)).Outcome.ShouldBe(WriteOutcome.Inserted);
        (await Connection.InsertOrGetAsync(new User { Id = 2, Name = "y" }, user => user.Id)).Row.Name.ShouldBe("x");
    }

    [Fact]
    public async Task Hostile_names_and_attached_databases_are_taken()
    {
        Run("CREATE TABLE \"a\"\"b; --.c\" (\"Email\" TEXT UNIQUE, \"select\" INT)");
        Scalar("ATTACH ':memory:' AS \"other one\"");
        Scalar("CREATE TABLE \"other one\".accounts (id INTEGER PRIMARY KEY, email TEXT UNIQUE)");

        (await Connection.InsertOrGetAsync(new Account { Email = "a" }, account => account.Email, "a\"b; --.c")).Outcome.ShouldBe(WriteOutcome.Inserted);
        (await Connection.InsertOrGetAsync(new Account { Email = "a" }, account => account.Email, "\"a\"\"b; --.c\"")).Outcome.ShouldBe(WriteOutcome.Existing);
        (await Connection.InsertOrGetAsync(new Account { Email = "a" }, account => account.Email, "\"other one\".accounts")).Outcome.ShouldBe(WriteOutcome.Inserted);
    }

    [Fact]
    public async Task A_key_without_a_unique_index_is_refused_with_those_that_there_are()
    {
        Run(Users);

        (await Should.ThrowAsync<WriteException>(() => Connection.InsertOrGetAsync(new User(), user => user.Name))).Message.ShouldContain("sqlite_autoindex_users_1 (email)");
        (await Should.ThrowAsync<WriteException>(() => Connection.InsertOrGetAsync(new User(), user => user.Nickname))).Message.ShouldContain("Nickname has no column");
        (await Should.ThrowAsync<WriteException>(() => Connection.InsertOrGetAsync(new User(), user => user.Email, "no_such"))).Message.ShouldContain("no_such");
        await Should.ThrowAsync<InvalidOperationException>(() => new SqliteConnection("Data Source=:memory:").InsertOrGetAsync(new User(), user => user.Email));
    }

    [Fact]
    public async Task Another_index_refuses_as_ever_and_nothing_is_left_open()
    {
        Run(Users + "; INSERT INTO users (id, email) VALUES (5, 'a')");

        var refusal = await Should.ThrowAsync<SqliteException>(() => Connection.InsertOrGetAsync(new User { Id = 5, Email = "b" }, user => user.Email));

        refusal.TryGetUniqueViolation(out var violation).ShouldBeTrue();
        violation.Key.Single().Field.ShouldBe("id");
        Run("INSERT INTO users (email) VALUES ('c')");
    }

    [Fact]
    public async Task A_foreign_key_that_refuses_is_not_taken_for_success()
    {
        Run("CREATE TABLE parents (id INTEGER PRIMARY KEY); CREATE TABLE accounts (id INTEGER PRIMARY KEY REFERENCES parents, email TEXT UNIQUE, deleted_at TEXT)");
        Scalar("PRAGMA foreign_keys = 1");

        await Should.ThrowAsync<SqliteException>(() => Connection.InsertOrGetAsync(new Account { Id = 9, Email = "a" }, account => account.Email));

        Number("SELECT count(*) FROM accounts").ShouldBe(0);
    }

    [Fact]
    public async Task In_a_transaction_it_is_the_callers()
    {
        Run(Users);
        using (var transaction = Connection.BeginTransaction())
        {
            (await Connection.InsertOrGetAsync(new User { Email = "a" }, user => user.Email)).Outcome.ShouldBe(WriteOutcome.Inserted);
            (await Connection.InsertOrGetAsync(new User { Email = "a" }, user => user.Email)).Outcome.ShouldBe(WriteOutcome.Existing);
            transaction.Rollback();
        }

        Number("SELECT count(*) FROM users").ShouldBe(0);
    }

    [Fact]
    public async Task A_schema_that_changed_is_read_anew_and_databases_in_memory_are_told_apart()
    {
        Run(Users);
        await Connection.InsertOrGetAsync(new User { Email = "a" }, user => user.Email);
        Run("DROP TABLE users; CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, tenant_id INT); CREATE UNIQUE INDEX other ON users (email) WHERE tenant_id > 0");

        (await Connection.InsertOrGetAsync(new User { Email = "a", TenantId = 1 }, user => user.Email)).Outcome.ShouldBe(WriteOutcome.Inserted);
        (await Connection.InsertOrGetAsync(new User { Email = "a", TenantId = 1 }, user => user.Email)).Outcome.ShouldBe(WriteOutcome.Existing);

        foreach (var columns in new[] { "email TEXT UNIQUE", "email TEXT UNIQUE, name TEXT" })
        {
            using var memory = new SqliteConnection("Data Source=:memory:");
            memory.Open();
            using (var create = new SqliteCommand($"CREATE TABLE users ({columns})", memory)) create.ExecuteNonQuery();
            (await memory.InsertOrGetAsync(new User { Email = "a", Name = "n" }, user => user.Email)).Row.Name.ShouldBe(columns.Contains("name", StringComparison.Ordinal) ? "n" : null);
        }
    }

    public sealed class User
    {
        public long Id { get; set; }

        public int TenantId { get; set; }

        public string? Email { get; set; }

        public string? Name { get; set; }

        public DateTime Seen { get; set; }

        public string? UpperName { get; set; }

        public string? Nickname { get; set; }
    }

    [Table("accounts")]
    public sealed class Account
    {
        public int Id { get; init; }

        public string? Email { get; init; }

        public string? DeletedAt { get; init; }
    }

    public enum State : short
    {
        Open,
        Sold,
    }

    public sealed record Stock(string Sku, string Place, State State, decimal Amount);

    [Table("events")]
    public sealed record Event(string Name, DateTimeOffset At, decimal Price);
}
