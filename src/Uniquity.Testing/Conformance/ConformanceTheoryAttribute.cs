using Xunit;
using Xunit.Sdk;

namespace Uniquity.Testing.Conformance;

/// <summary>A theory of the suite: it runs for every adapter, and is skipped where that adapter's engine is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Uniquity.Testing.Conformance." + nameof(ConformanceTheoryDiscoverer), "Uniquity.Testing")]
public sealed class ConformanceTheoryAttribute : TheoryAttribute;
