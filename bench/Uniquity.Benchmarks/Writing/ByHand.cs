using Npgsql;

namespace Uniquity.Benchmarks.Writing;

/// <summary>What a careful developer writes on Npgsql without a library.</summary>
internal sealed class ByHand(NpgsqlDataSource source)
{
    private const string Columns = "id, email, name, points, seen";

    private const string Insert = "INSERT INTO members (email, name, points, seen) VALUES ($1, $2, $3, $4)";

    private const string Stage =
        $"CREATE TEMPORARY TABLE staging ON COMMIT DROP AS SELECT {Columns} FROM members WITH NO DATA";

    private const string Merge =
        "INSERT INTO members (email, name, points, seen) SELECT email, name, points, seen FROM staging " +
        "ON CONFLICT (email) DO UPDATE SET name = excluded.name, points = excluded.points, seen = excluded.seen";

    /// <summary>Inserts unless the key is taken, and then selects.</summary>
    public async Task<Member> InsertOrGetAsync(Member member)
    {
        while (true)
        {
            if (await OneAsync(Command($"{Insert} ON CONFLICT (email) DO NOTHING RETURNING {Columns}", member)) is { } inserted) return inserted;
            if (await SelectAsync(member) is { } existing) return existing;
        }
    }

    /// <summary>In one trip, by an update of what is there to what it was: a dead row for each taken key.</summary>
    public async Task<Member?> InsertOrTouchAsync(Member member) =>
        await OneAsync(Command($"{Insert} ON CONFLICT (email) DO UPDATE SET email = excluded.email RETURNING {Columns}", member));

    /// <summary>Inserts, catches the refusal, and selects.</summary>
    public async Task<Member?> InsertCatchSelectAsync(Member member)
    {
        try
        {
            return await OneAsync(Command($"{Insert} RETURNING {Columns}", member));
        }
        catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return await SelectAsync(member);
        }
    }

    /// <summary>COPY into a staging table and one INSERT, in one transaction; nothing comes back.</summary>
    public async Task UpsertAllAsync(IReadOnlyList<Member> members)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var stage = new NpgsqlCommand(Stage, connection)) await stage.ExecuteNonQueryAsync();
        await using (var copy = await connection.BeginBinaryImportAsync("COPY staging (email, name, points, seen) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var member in members)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(member.Email, NpgsqlTypes.NpgsqlDbType.Text);
                await copy.WriteAsync(member.Name, NpgsqlTypes.NpgsqlDbType.Text);
                await copy.WriteAsync(member.Points, NpgsqlTypes.NpgsqlDbType.Integer);
                await copy.WriteAsync(member.Seen, NpgsqlTypes.NpgsqlDbType.TimestampTz);
            }

            await copy.CompleteAsync();
        }

        await using (var merge = new NpgsqlCommand(Merge, connection)) await merge.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private async Task<Member?> SelectAsync(Member member)
    {
        var select = source.CreateCommand($"SELECT {Columns} FROM members WHERE email = $1");
        select.Parameters.Add(new() { Value = member.Email });
        return await OneAsync(select);
    }

    private static async Task<Member?> OneAsync(NpgsqlCommand command)
    {
        await using var disposed = command;
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? Read(reader) : null;
    }

    private NpgsqlCommand Command(string sql, Member member)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = member.Email });
        command.Parameters.Add(new() { Value = member.Name });
        command.Parameters.Add(new() { Value = member.Points });
        command.Parameters.Add(new() { Value = member.Seen });
        return command;
    }

    private static Member Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Email = reader.GetString(1),
        Name = reader.GetString(2),
        Points = reader.GetInt32(3),
        Seen = reader.GetDateTime(4),
    };
}
