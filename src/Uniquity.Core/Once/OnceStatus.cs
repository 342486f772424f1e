namespace Uniquity.Once;

/// <summary>What became of a call that must have its effect once.</summary>
public enum OnceStatus
{
    /// <summary>The action ran now, and its effect and its result are committed.</summary>
    Executed,

    /// <summary>An earlier call did the work; its stored result comes back.</summary>
    Replayed,

    /// <summary>Another call with the same key is at work, and was for as long as was waited. Nothing was run: ask again later.</summary>
    InProgress,

    /// <summary>The key was used before for a request with another fingerprint. Nothing was run.</summary>
    DifferentRequest,
}
