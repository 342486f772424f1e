using System.Text.Json;
using Uniquity.Checking;
using Uniquity.Diagnosing;
using Uniquity.Duplicates;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Checking;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Duplicates;
using Uniquity.MongoDb.Enforcing.Planning;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Probes;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.MongoDb.Statements;
using Uniquity.Statements;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.MongoDb;

/// <summary>A MongoDB database (or one that speaks its protocol), asked with commands that only read.</summary>
/// <remarks>Not safe for concurrent use. Every command has a time limit; evidence is read with concern <c>majority</c>, holders from the primary.</remarks>
public sealed class MongoTarget : ITarget
{
    private readonly MongoSession session;
    private readonly CollectionReader collections;
    private readonly IndexReader indexes;
    private readonly KeyReader keys;

    private MongoTarget(MongoSession session)
    {
        this.session = session;
        collections = new CollectionReader(session);
        indexes = new IndexReader(session, collections);
        var fields = new FieldReader(session);
        keys = new KeyReader(fields, indexes);
        Duplicates = new MongoDuplicateFinder(session, indexes);
        Facts = new MongoFacts(session, fields);
        Probes = MongoProbes.All(session, collections, indexes);
    }

    /// <inheritdoc/>
    public string TableNoun => "collection";

    /// <inheritdoc/>
    public string Engine => "mongodb";

    /// <inheritdoc/>
    public IDuplicateFinder Duplicates { get; }

    /// <inheritdoc/>
    public IFacts Facts { get; }

    /// <inheritdoc/>
    public IStatementWriter Statements { get; } = new MongoStatements();

    /// <inheritdoc/>
    public INormalForms NormalForms { get; } = new MongoForms();

    /// <inheritdoc/>
    public IReadOnlyList<ICauseProbe> Probes { get; }

    /// <inheritdoc/>
    /// <remarks>Cosmos DB and DocumentDB speak MongoDB's protocol in words of their own.</remarks>
    public bool Raises(string engine) => engine is "mongodb" or "cosmosdb";

    /// <inheritdoc/>
    public bool MissingIsNull => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> StatementLog => session.Log;

    /// <summary>Whether a text is a URL of MongoDB.</summary>
    public static bool Recognises(string url) => MongoUrl.Recognises(url);

    /// <summary>Opens the database of a URL.</summary>
    /// <param name="url"><c>mongodb://host/database</c> or <c>mongodb+srv://…</c>.</param>
    /// <param name="options">The time limits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UsageException">The URL is malformed or names no database.</exception>
    /// <exception cref="TargetException">libmongoc is missing, no server answers, or access is denied.</exception>
    public static async ValueTask<MongoTarget> OpenAsync(string url, MongoOptions? options = null, CancellationToken cancellationToken = default) =>
        new(await MongoSession.OpenAsync(url, options ?? new MongoOptions(), cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<TargetInfo> DescribeAsync(CancellationToken cancellationToken)
    {
        var build = await session.AdminAsync(BsonDocument.Parse("""{"buildInfo":1}"""), cancellationToken);
        var hello = await session.AdminAsync(BsonDocument.Parse("""{"hello":1}"""), cancellationToken);
        var version = build["version"] is { Type: BsonType.String } told ? told.AsString() : "unknown";
        return new TargetInfo(Engine, version, session.Hosts, session.Database, session.User, ReadOnly: true, Role(hello));
    }

    /// <inheritdoc/>
    /// <exception cref="UsageException">It is a view, or of time series: neither has unique keys.</exception>
    public async ValueTask<TableName?> FindTableAsync(string name, CancellationToken cancellationToken)
    {
        if (await collections.FindAsync(name, cancellationToken) is { } found) return found;
        var other = new TableName(null, name);
        return await collections.KindAsync(name, cancellationToken) is { } kind && CollectionCheck.Refusal(other, kind, await collections.OptionsAsync(other, cancellationToken)) is { } why
            ? throw new UsageException(why)
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<UniqueIndex>> GetUniqueIndexesAsync(TableName? table, CancellationToken cancellationToken)
    {
        if (table is not null) return await indexes.ReadAsync(table, cancellationToken);
        var all = new List<UniqueIndex>();
        foreach (var name in await collections.NamesAsync(cancellationToken)) all.AddRange(await indexes.ReadAsync(new TableName(null, name), cancellationToken));
        return all;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<KeyPart>> ParseKeyAsync(TableName table, string key, CancellationToken cancellationToken) =>
        await keys.ReadAsync(table, key, cancellationToken);

    /// <inheritdoc/>
    public SqlStatement? ReadStatement(string? text) => MongoStatement.Read(text) is { } statement
        ? new SqlStatement
        {
            Operation = statement.Operation,
            Table = statement.Collection,
            Columns = statement.Key is { } key ? [.. key.Elements().Select(part => part.Name)] : [],
            Where = statement.Options?["partialFilterExpression"] is { Type: BsonType.Document } filter ? ShellWriter.Document(filter.AsDocument()) : null,
            IndexName = statement.Options?["name"] is { Type: BsonType.String } name ? name.AsString() : null,
            HasConflictClause = statement.Upsert,
        }
        : null;

    /// <inheritdoc/>
    public JsonElement? ReadDocument(string? statement)
    {
        var read = MongoStatement.Read(statement);
        if (read?.Documents is { Count: > 1 } many) return JsonSerializer.SerializeToElement(many.Select(document => DocumentRow.Of(document).Fields));
        return read?.Refused is { } document ? DocumentRow.Of(document).Fields : null;
    }

    /// <inheritdoc/>
    public async ValueTask<JsonElement?> ReadUpdatedAsync(TableName table, IReadOnlyList<KeyPart> key, string? statement, CancellationToken cancellationToken) =>
        await new UpdatedDocument(session).ReadAsync(table, key, statement, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<KeyValue>> KeysOf(IReadOnlyList<KeyPart> key, JsonElement document)
    {
        try
        {
            return DocumentKeys.Of(key, BsonDocument.Parse(document.GetRawText()));
        }
        catch (FormatException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public JsonElement ReadDocument(JsonElement given)
    {
        try
        {
            // Extended JSON has several notations for one value, and stored documents have one.
            if (given.ValueKind == JsonValueKind.Object) return DocumentRow.Of(BsonDocument.Parse(given.GetRawText())).Fields;
            if (given.ValueKind == JsonValueKind.Array) return JsonSerializer.SerializeToElement(given.EnumerateArray().Select(ReadDocument));
        }
        catch (FormatException)
        {
            // JSON that is no Extended JSON is compared as it is written.
        }

        return given;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => session.DisposeAsync();

    private static string Role(BsonDocument hello) =>
        hello["isWritablePrimary"] is { IsTrue: true } || hello["ismaster"] is { IsTrue: true } ? "primary"
        : hello["secondary"] is { IsTrue: true } ? "secondary" : "other";
}
