using Xunit.Abstractions;
using Xunit.Sdk;

namespace Uniquity.Testing.Conformance;

/// <summary>Finds the tests of <see cref="ConformanceTheoryAttribute"/>.</summary>
internal sealed class ConformanceTheoryDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        MissingEngineTestCase.Find(testMethod, DiagnosticMessageSink, discoveryOptions) is { } missing
            ? [missing]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}
