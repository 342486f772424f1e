namespace Uniquity.MongoDb.Resolving.Archiving;

/// <summary>One refusal inside a reply that otherwise succeeded.</summary>
internal sealed record WriteError(int Index, int Code, string Message);
