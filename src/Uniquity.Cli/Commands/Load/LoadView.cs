using Uniquity.Cli.Calls;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Commands.Load;

/// <summary>What a person sees of a load.</summary>
internal static class LoadView
{
    /// <summary>Shows the sums and the first rejects.</summary>
    public static void Show(LoadJson result, RejectFile rejects, Call call)
    {
        var screen = call.Screen;
        screen.Line(0, new Ink($"{Say.Count(result.Read, "record")} read into {result.Table} in {Say.Duration(TimeSpan.FromSeconds(result.Seconds))}", Tone.Strong));
        screen.Line(2, $"{Say.Count(result.Inserted)} inserted · {Say.Count(result.Updated)} updated · {Say.Count(result.Skipped)} skipped · {Say.Count(result.Rejected)} rejected");
        if (result.Rejected == 0) return;
        screen.Blank();
        foreach (var reject in rejects.First)
        {
            // The sentence of the database holds values of the record.
            screen.Line(2, call.Mask is null ? $"line {reject.Line}: {reject.Reason}: {reject.Detail}" : $"line {reject.Line}: {reject.Reason} {reject.Index}");
        }

        if (result.Rejected > rejects.First.Count) screen.Line(2, $"and {Say.Count(result.Rejected - rejects.First.Count)} more");
        screen.Line(0, rejects.Path is { } path ? $"all of them are in {path}" : "--rejects FILE keeps them all, with the rows that hold their keys");
    }
}
