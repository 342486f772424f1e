namespace Uniquity.Writing;

/// <summary>A race-free write that cannot be done as it was asked for: no unique index has the key, a property has no column.</summary>
/// <remarks>The message says what to do, with the caller's own names. The same call fails again until that is done.</remarks>
public sealed class WriteException(string message) : InvalidOperationException(message);
