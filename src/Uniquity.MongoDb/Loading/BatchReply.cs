using Uniquity.MongoDb.Resolving.Archiving;

namespace Uniquity.MongoDb.Loading;

/// <summary>What became of a batch.</summary>
/// <param name="Errors">The refusals, in the order of the batch.</param>
/// <param name="Found">How many documents were inserted, or found to be updated.</param>
internal sealed record BatchReply(IReadOnlyList<WriteError> Errors, long Found);
