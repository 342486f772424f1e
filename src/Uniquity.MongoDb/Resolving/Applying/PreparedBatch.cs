using Uniquity.MongoDb.Resolving.Planning;
using Uniquity.MongoDb.Resolving.Solving;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Resolving.Applying;

/// <summary>Items, what becomes of them, and the commands of a transaction that does it: none where the server has no transactions.</summary>
internal sealed record PreparedBatch(IReadOnlyList<WorkItem> Items, Solution Solution, IReadOnlyList<ExpectedWrite> Writes);
