using Xunit.Abstractions;
using Xunit.Sdk;

namespace Uniquity.Testing.Conformance;

/// <summary>Finds the tests of <see cref="ConformanceFactAttribute"/>.</summary>
internal sealed class ConformanceFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    /// <inheritdoc/>
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        MissingEngineTestCase.Find(testMethod, DiagnosticMessageSink, discoveryOptions)
            ?? base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}
