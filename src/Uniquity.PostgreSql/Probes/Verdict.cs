using Uniquity.Causes;
using Uniquity.Diagnosing;

namespace Uniquity.PostgreSql.Probes;

/// <summary>Shortens how a probe names its cause.</summary>
internal static class Verdict
{
    /// <summary>The facts speak for the cause.</summary>
    public static ProbeResult Of(string code, Confidence confidence, string why, IReadOnlyList<Evidence> evidence, params IReadOnlyList<Remedy> remedies) =>
        ProbeResult.Named(new NamedCause { Cause = CauseCatalogue.Get(code), Confidence = confidence, Why = why, Evidence = evidence, Remedies = remedies });

    /// <summary>A remedy made of statements.</summary>
    public static Remedy Sql(string title, RemedyKind kind, RemedyLock locks, bool reversible, params IEnumerable<string> statements) =>
        new() { Title = title, Kind = kind, Lock = locks, Reversible = reversible, Commands = [.. statements.Select(statement => new RemedyCommand("sql", statement))] };

    /// <summary>A remedy in the application.</summary>
    public static Remedy Advice(string title, RemedyKind kind = RemedyKind.Code) =>
        new() { Title = title, Kind = kind, Lock = RemedyLock.None, Reversible = true };
}
