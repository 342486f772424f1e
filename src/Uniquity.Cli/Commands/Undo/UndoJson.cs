using Uniquity.Cli.Json;
using Uniquity.Resolving;

namespace Uniquity.Cli.Commands.Undo;

/// <summary>The document <c>uniquity/undo/1</c>.</summary>
internal sealed record UndoJson(string Schema, string Run, string State, string Table, long Restored, long Repointed, IReadOnlyList<string> Left, double Seconds)
{
    /// <summary>Words what an undo did.</summary>
    public static UndoJson Of(UndoResult result, TimeSpan elapsed) => new(
        "uniquity/undo/1", result.Run.Id, Words.Of(result.Run.State), result.Run.Table.ToString(), result.Restored, result.Repointed, result.Left, Math.Round(elapsed.TotalSeconds, 3));
}
