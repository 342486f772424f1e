using System.Text.Json;
using Uniquity.Checking;
using Uniquity.Diagnosing;
using Uniquity.Duplicates;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Statements;
using Uniquity.Violations;

namespace Uniquity.Targets;

/// <summary>An open, read-only view of one database: what an adapter gives to the commands.</summary>
/// <remarks>
/// Not safe for concurrent use. Every member that asks the database throws <see cref="TargetException"/> where the target
/// cannot answer, <see cref="UsageException"/> where the question names what does not exist in a shape that cannot be right,
/// and <see cref="OperationCanceledException"/> on cancellation.
/// </remarks>
public interface ITarget : IAsyncDisposable
{
    /// <summary>The engine's id.</summary>
    string Engine { get; }

    /// <summary>Whether a server that this adapter asks can raise the errors of an engine: its own, and those of its look-alikes.</summary>
    bool Raises(string engine) => engine == Engine;

    /// <summary>What the engine's people call that which holds rows.</summary>
    /// <value><c>table</c>; where documents are kept, <c>collection</c>.</value>
    string TableNoun => "table";

    /// <summary>Tells where this is.</summary>
    ValueTask<TargetInfo> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Finds a table by the name that a person typed (quoted as the engine quotes, with or without schema) or that an error printed.</summary>
    /// <returns>The catalogue's spelling, or <see langword="null"/> where there is no such table.</returns>
    ValueTask<TableName?> FindTableAsync(string name, CancellationToken cancellationToken);

    /// <summary>The unique indexes of one table, or of the whole database, in the order of table and name.</summary>
    ValueTask<IReadOnlyList<UniqueIndex>> GetUniqueIndexesAsync(TableName? table, CancellationToken cancellationToken);

    /// <summary>Reads a key that a person typed: <c>a,b</c>, a dotted path, <c>lower(email)</c>.</summary>
    /// <exception cref="UsageException">A column does not exist (the nearest is named), or the text is no key.</exception>
    ValueTask<IReadOnlyList<KeyPart>> ParseKeyAsync(TableName table, string key, CancellationToken cancellationToken);

    /// <summary>Counts and streams duplicate groups.</summary>
    IDuplicateFinder Duplicates { get; }

    /// <summary>The facts that prove causes.</summary>
    IFacts Facts { get; }

    /// <summary>Words statements in the engine's language for remedies.</summary>
    IStatementWriter Statements { get; }

    /// <summary>Tells keys and filters that mean the same.</summary>
    /// <value>The catalogue's texts as they are.</value>
    INormalForms NormalForms => VerbatimForms.Instance;

    /// <summary>Probes for the causes that only this engine has.</summary>
    IReadOnlyList<ICauseProbe> Probes { get; }

    /// <summary>Takes a refused statement apart, as far as the engine's language lets it be read.</summary>
    /// <returns><see langword="null"/> where it is no write that is known.</returns>
    SqlStatement? ReadStatement(string? text) => SqlStatementReader.Read(text);

    /// <summary>The document that a statement of a document database would have stored; an array of them where it sends several.</summary>
    /// <returns><see langword="null"/> where the statement does not tell it, or where rows come from <see cref="ReadStatement"/>.</returns>
    JsonElement? ReadDocument(string? statement) => null;

    /// <summary>The refused row that a person gave as JSON, in the form in which this target's rows are read: the same value has the same text.</summary>
    JsonElement ReadDocument(JsonElement given) => given;

    /// <summary>The document that a refused update would have made of the one that it finds.</summary>
    /// <returns><see langword="null"/> where the statement is none, or rows have columns.</returns>
    ValueTask<JsonElement?> ReadUpdatedAsync(TableName table, IReadOnlyList<KeyPart> key, string? statement, CancellationToken cancellationToken) => ValueTask.FromResult<JsonElement?>(null);

    /// <summary>The keys that an index on these parts has of a document: several where a path goes through an array.</summary>
    /// <returns>None where rows have columns, and their keys are those.</returns>
    IReadOnlyList<IReadOnlyList<KeyValue>> KeysOf(IReadOnlyList<KeyPart> key, JsonElement document) => [];

    /// <summary>Whether a field that the refused document lacks is a null in its key.</summary>
    bool MissingIsNull => false;

    /// <summary>The statements run so far, in order, for <c>--verbose</c>.</summary>
    IReadOnlyList<string> StatementLog { get; }
}
