namespace Uniquity.Testing.Conformance;

/// <summary>Says on which engine a class runs the conformance suite, so that its tests are skipped where the engine is missing.</summary>
/// <remarks>An embedded engine is never missing and needs no such attribute.</remarks>
[AttributeUsage(AttributeTargets.Class)]
public abstract class RunsOnAttribute : Attribute
{
    /// <summary>Why the tests cannot run, with what to do about it; <see langword="null"/> where they can, and under <c>CI=true</c>.</summary>
    public abstract string? SkipReason { get; }
}
