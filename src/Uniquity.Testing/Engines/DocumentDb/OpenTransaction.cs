namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>A client's transaction, on a connection of its own, ended with the client's connection at the latest.</summary>
internal sealed record OpenTransaction(string Key, Backend Backend, ClientConnection Owner);
