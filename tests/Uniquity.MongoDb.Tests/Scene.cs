using System.Text.Json;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Testing.Engines;
using Uniquity.Violations;

namespace Uniquity.MongoDb.Tests;

/// <summary>A database of one test, with the adapter open on it; removed at the end.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly MongoUrl url;
    private readonly MongoConnection connection;
    private readonly string database;

    private Scene(string text, string database)
    {
        Url = text;
        this.database = database;
        url = MongoUrl.Read(text, new MongoOptions());
        connection = MongoConnection.Open(url, new MongoOptions());
    }

    public string Url { get; }

    public string Database => database;

    public MongoTarget Target { get; private set; } = null!;

    public static async Task<Scene> Given(params string[] commands) => await On(await MongoDbServer.SharedAsync(), commands);

    public static async Task<Scene> On(MongoDbServer server, params string[] commands)
    {
        var name = MongoDbServer.NewDatabaseName();
        var scene = new Scene(server.UrlOf(name), name);
        foreach (var command in commands) await scene.Run(command);
        scene.Target = await MongoTarget.OpenAsync(scene.Url);
        return scene;
    }

    /// <summary>Runs a command, written as mongosh writes documents; throws where the server refuses any of it.</summary>
    public async Task<BsonDocument> Run(string command)
    {
        var reply = await connection.WriteAsync(database, ShellReader.Document(command), default);
        if (reply["writeErrors"] is { } errors) throw new InvalidOperationException(errors.AsDocument().ToRelaxedJson());
        return reply;
    }

    /// <summary>Runs a command that the server refuses.</summary>
    /// <returns>The text that a person would have on the screen.</returns>
    public async Task<string> Refused(string command)
    {
        try
        {
            var reply = await connection.WriteAsync(database, ShellReader.Document(command), default);
            var error = reply["writeErrors"]?.AsDocument()["0"]?.AsDocument() ?? throw new InvalidOperationException($"the server took it: {reply}");
            return $"MongoServerError: {error["errmsg"]!.Value.AsString()}, code: {error["code"]!.Value.AsInt64()}";
        }
        catch (MongoException failure)
        {
            return $"MongoServerError: {failure.Message}, code: {failure.Code}";
        }
    }

    /// <summary>Has a write refused and diagnoses the text that came back, with the statement that a person has.</summary>
    public async Task<Diagnosis> Diagnose(string collection, string command, string? statement = null, Func<DiagnosisRequest, DiagnosisRequest>? more = null)
    {
        var text = await Refused(command);
        var request = new DiagnosisRequest { Reading = ViolationText.Read(text), On = collection, Statement = statement ?? command };
        return await new Diagnoser(Target).DiagnoseAsync(more?.Invoke(request) ?? request);
    }

    public async Task<TableName> Table(string name) => (await Target.FindTableAsync(name, default)).ShouldNotBeNull();

    public async Task<UniqueIndex> Index(string collection, string name) =>
        (await Target.GetUniqueIndexesAsync(await Table(collection), default)).Single(index => index.Name == name);

    public static NamedCause First(Diagnosis diagnosis, string code, Confidence confidence = Confidence.Certain)
    {
        var told = $"named: {string.Join("; ", diagnosis.Causes.Select(cause => $"{cause.Cause.Code} {cause.Confidence}: {cause.Why}"))}\nnot checked: {string.Join("; ", diagnosis.NotChecked)}\nnotes: {string.Join("; ", diagnosis.Notes)}\n{diagnosis.Violation}";
        diagnosis.Causes.ShouldNotBeEmpty(told);
        diagnosis.Causes[0].Cause.Code.ShouldBe(code, told);
        diagnosis.Causes[0].Confidence.ShouldBe(confidence, told);
        diagnosis.Causes[0].Evidence.ShouldNotBeEmpty();
        diagnosis.Causes[0].Remedies.ShouldNotBeEmpty();
        return diagnosis.Causes[0];
    }

    public static void NotNamed(Diagnosis diagnosis, string code) =>
        diagnosis.Causes.Select(cause => cause.Cause.Code).ShouldNotContain(code);

    public static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        if (Target is not null) await Target.DisposeAsync();
        await Run("{ dropDatabase: 1 }");
        await connection.DisposeAsync();
        url.Dispose();
    }
}
