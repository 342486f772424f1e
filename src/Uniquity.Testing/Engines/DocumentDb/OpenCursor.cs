namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>A cursor between two batches: its database, where it goes on, and the connection that holds it.</summary>
internal sealed record OpenCursor(string Database, byte[] Continuation, Backend Backend);
