namespace Uniquity.Once;

/// <summary>Names one call: the same scope and key mean the same work, whoever calls and however often.</summary>
/// <param name="Scope">The kind of work (<c>stripe-webhook</c>, <c>POST /orders user 7</c>): a key means something only within it.</param>
/// <param name="Key">The message's or the client's own id.</param>
/// <remarks>Immutable. Both are stored as they are: a secret does not belong in them.</remarks>
public sealed record OnceCall(string Scope, string Key)
{
    /// <summary>What the request asked for, as a hash, so that another request under the same key is refused.</summary>
    /// <value>Empty by default: nothing is compared.</value>
    public ReadOnlyMemory<byte> Fingerprint { get; init; }

    /// <summary>Whether a stored fingerprint is this request's; one that is empty is every request's.</summary>
    /// <param name="stored">The fingerprint with which the key was first used.</param>
    public bool IsSameRequest(ReadOnlySpan<byte> stored) => stored.IsEmpty || Fingerprint.IsEmpty || stored.SequenceEqual(Fingerprint.Span);

    /// <summary>Neither the scope's owner nor the key is printed: a client's key may be personal.</summary>
    public override string ToString() => nameof(OnceCall);
}
