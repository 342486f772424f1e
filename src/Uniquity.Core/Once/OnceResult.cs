namespace Uniquity.Once;

/// <summary>The outcome of a call that must have its effect once.</summary>
/// <typeparam name="T">The result of the work.</typeparam>
/// <param name="Status">What happened.</param>
/// <param name="Value">The result, of this call or the stored one of the first; the default where nothing was run or found.</param>
public sealed record OnceResult<T>(OnceStatus Status, T? Value)
{
    /// <summary>Whether the work is done, by this call or by an earlier one, so that <see cref="Value"/> holds its result.</summary>
    public bool IsDone => Status is OnceStatus.Executed or OnceStatus.Replayed;

    /// <summary>The status alone: a result may be personal data.</summary>
    public override string ToString() => Status.ToString();
}
