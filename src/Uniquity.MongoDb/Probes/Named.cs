using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Probes;

/// <summary>Shortens how a probe names its cause and what ends it.</summary>
internal static class Named
{
    /// <summary>The cause with its facts.</summary>
    public static ProbeResult As(string code, Confidence confidence, string why, IReadOnlyList<Evidence> evidence, params IReadOnlyList<Remedy> remedies) =>
        ProbeResult.Named(new NamedCause { Cause = CauseCatalogue.Get(code), Confidence = confidence, Why = why, Evidence = evidence, Remedies = remedies });

    /// <summary>A change of code or of writes, which needs no lock.</summary>
    public static Remedy Advice(string title, RemedyKind kind = RemedyKind.Code, params IReadOnlyList<string> commands) =>
        new() { Title = title, Kind = kind, Reversible = true, Lock = RemedyLock.None, Commands = [.. commands.Select(Command)] };

    /// <summary>A change of the index.</summary>
    public static Remedy OnIndex(string title, params IReadOnlyList<string> commands) =>
        new() { Title = title, Kind = RemedyKind.Index, Reversible = true, Lock = RemedyLock.TableBriefly, Commands = [.. commands.Select(Command)] };

    /// <summary>A change of documents that nothing brings back.</summary>
    public static Remedy OnData(string title, params IReadOnlyList<string> commands) =>
        new() { Title = title, Kind = RemedyKind.Data, Reversible = false, Lock = RemedyLock.Row, Commands = [.. commands.Select(Command)] };

    /// <summary>What lists the indexes of a collection.</summary>
    public static string GetIndexes(TableName table) => $"{ShellWriter.Collection(table.Name)}.getIndexes()";

    private static RemedyCommand Command(string text) => new("mongosh", text);
}
