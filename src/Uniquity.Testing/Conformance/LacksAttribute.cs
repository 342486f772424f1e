namespace Uniquity.Testing.Conformance;

/// <summary>Says of one test of a suite that an engine cannot have it, by its nature, and why: the test is skipped with that reason.</summary>
/// <param name="test">The name of the test.</param>
/// <param name="reason">Why the engine cannot have it.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class LacksAttribute(string test, string reason) : Attribute
{
    /// <summary>The name of the test.</summary>
    public string Test { get; } = test;

    /// <summary>Why the engine cannot have it.</summary>
    public string Reason { get; } = reason;
}
