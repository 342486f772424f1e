using Xunit;
using Xunit.Sdk;

namespace Uniquity.Testing.Conformance;

/// <summary>A test of the suite: it runs for every adapter, and is skipped where that adapter's engine is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Uniquity.Testing.Conformance." + nameof(ConformanceFactDiscoverer), "Uniquity.Testing")]
public sealed class ConformanceFactAttribute : FactAttribute;
