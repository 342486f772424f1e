using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Uniquity.Testing.Conformance;

/// <summary>A test of the suite that stands for "the engine is not here": skipped, with the reason.</summary>
/// <remarks>The reason is not serialised: the process that runs the tests finds it again, from the class's attribute.</remarks>
internal sealed class MissingEngineTestCase : XunitTestCase
{
    /// <summary>For the runner, which fills it in when it reads a test case back.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("Called by the runner only.")]
    public MissingEngineTestCase()
    {
    }

    private MissingEngineTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
        : base(diagnostics, display, displayOptions, method)
    {
    }

    /// <summary>The skipped test case of a method, or <see langword="null"/> where the engine of its class is here.</summary>
    public static MissingEngineTestCase? Find(ITestMethod method, IMessageSink diagnostics, ITestFrameworkDiscoveryOptions options) =>
        ReasonOf(method) is null ? null : new(diagnostics, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method);

    /// <inheritdoc/>
    protected override string? GetSkipReason(IAttributeInfo factAttribute) => ReasonOf(TestMethod);

    private static string? ReasonOf(ITestMethod method) =>
        method.TestClass.Class.GetCustomAttributes(typeof(RunsOnAttribute)).OfType<IReflectionAttributeInfo>()
            .Select(found => ((RunsOnAttribute)found.Attribute).SkipReason).FirstOrDefault(reason => reason is not null)
        ?? method.TestClass.Class.GetCustomAttributes(typeof(LacksAttribute)).OfType<IReflectionAttributeInfo>()
            .Select(found => (LacksAttribute)found.Attribute).FirstOrDefault(lack => lack.Test == method.Method.Name)?.Reason;
}
