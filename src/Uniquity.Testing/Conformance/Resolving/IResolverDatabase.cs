using Uniquity.Indexes;
using Uniquity.Resolving;

namespace Uniquity.Testing.Conformance.Resolving;

/// <summary>One database of a test of a resolver; removed when it is disposed.</summary>
/// <remarks>Scenes are set in the SQL that every SQL engine reads.</remarks>
public interface IResolverDatabase : IAsyncDisposable
{
    /// <summary>What the engine's people call one of what is kept.</summary>
    /// <value><c>row</c>.</value>
    string Row => "row";

    /// <summary>What a plan says of a reference that no foreign key declares.</summary>
    string Undeclared => "is no declared foreign key";

    /// <summary>Runs statements that may write, divided by semicolons.</summary>
    ValueTask ExecuteAsync(string sql);

    /// <summary>Opens the resolver under test, with a connection of its own.</summary>
    ValueTask<IResolver> OpenAsync();

    /// <summary>The rows of a query, the columns joined by <c>|</c>, null as nothing.</summary>
    ValueTask<IReadOnlyList<string>> RowsAsync(string sql);

    /// <summary>Every row of every table outside the archive, in order, with its types.</summary>
    ValueTask<string> ContentAsync();

    /// <summary>The name of the column <c>id</c>, by which rows of a scene are known.</summary>
    string IdName => "id";

    /// <summary>The word of the statement that removes rows.</summary>
    string DeleteWord => "DELETE FROM";

    /// <summary>A request of the suite in this engine's words: its filters, its names, and the references that the scene declares.</summary>
    ResolveRequest Adapt(ResolveRequest request) => request;

    /// <summary>A condition of SQL in this engine's words.</summary>
    string Filter(string sql) => sql;

    /// <summary>A table's name as this engine's catalogue has it.</summary>
    TableName Table(string name);
}
