using Uniquity.Causes;

namespace Uniquity.Diagnosing;

/// <summary>What a probe came to: a cause, nothing, or the reason why it could not look.</summary>
public readonly record struct ProbeResult
{
    private ProbeResult(NamedCause? cause, string? notChecked) => (Cause, NotChecked) = (cause, notChecked);

    /// <summary>The cause with its facts, where they speak for it.</summary>
    public NamedCause? Cause { get; }

    /// <summary>Why the probe could not look, in one sentence; <see langword="null"/> where it could.</summary>
    public string? NotChecked { get; }

    /// <summary>The facts do not speak for the cause.</summary>
    public static ProbeResult Absent => default;

    /// <summary>The facts speak for the cause.</summary>
    public static ProbeResult Named(NamedCause cause) => new(cause, null);

    /// <summary>The facts could not be read.</summary>
    public static ProbeResult CouldNotLook(string why) => new(null, why);
}
