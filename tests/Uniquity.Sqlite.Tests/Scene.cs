using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.Testing.Engines;
using Uniquity.Violations;

namespace Uniquity.Sqlite.Tests;

/// <summary>A database of one test with the target open on it.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly SqliteDatabase _file;

    private Scene(SqliteDatabase file, SqliteTarget target) => (_file, Target) = (file, target);

    public SqliteTarget Target { get; }

    public string Path => _file.FilePath;

    public static async Task<Scene> Given(string sql, TimeSpan? timeout = null)
    {
        var file = new SqliteDatabase();
        SqliteFile.Execute(file.FilePath, sql);
        var options = new SqliteTargetOptions { Path = file.FilePath };
        return new Scene(file, await SqliteTarget.OpenAsync(timeout is { } limit ? options with { StatementTimeout = limit } : options));
    }

    public async Task<TableName> Table(string name) => (await Target.FindTableAsync(name, default)).ShouldNotBeNull();

    public async Task<UniqueIndex> Index(string table, string name) =>
        (await Target.GetUniqueIndexesAsync(await Table(table), default)).Single(index => index.Name == name);

    /// <summary>Runs a statement that SQLite refuses, and diagnoses the refusal with nothing but its text and the statement.</summary>
    public async Task<Diagnosis> Refuse(string statement)
    {
        // "UNIQUE constraint failed: steps.pos", or "index 'ux'" for expressions.
        var message = SqliteFile.Refusal(Path, statement);
        var said = message[(message.IndexOf("failed: ", StringComparison.Ordinal) + 8)..message.LastIndexOf('\'')];
        var violation = new Violation { Engine = "sqlite", Code = "2067", Kind = ViolationKind.Write, Statement = statement };
        if (said.StartsWith("index '", StringComparison.Ordinal))
        {
            violation = violation with { Index = said[7..^1] };
        }
        else
        {
            var columns = said.Split(", ");
            violation = violation with { Table = columns[0].Split('.')[0], Key = [.. columns.Select(c => new KeyValue(c.Split('.')[1], null))] };
        }

        var request = new DiagnosisRequest { Reading = Reading.Empty with { Violations = [violation] }, Statement = statement };
        return await new Diagnoser(Target).DiagnoseAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await Target.DisposeAsync();
        _file.Dispose();
    }
}
