namespace Uniquity.AspNetCore;

/// <summary>Rolls back the work of an answer that is not kept; never leaves the middleware.</summary>
internal sealed class NotKeptException(byte[] body) : Exception("The answer is not kept.")
{
    /// <summary>The answer's body.</summary>
    public byte[] Body { get; } = body;
}
