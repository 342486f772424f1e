using System.Globalization;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Commands.Diagnose;

/// <summary>Shows on a terminal, as a diagnosis goes on, which step it is at: what a person would do by hand, in that order.</summary>
/// <remarks>Steps stay on the screen; the checks of single causes pass on one line. In a pipe nothing is shown.</remarks>
internal sealed class Timeline(Call call) : IProgress<string>, IDisposable
{
    private readonly bool _shown = call.Terminal.ErrorIsTerminal && !call.Quiet;
    private readonly bool _color = Screen.HasColor(call.Terminal, call.Color);
    private readonly long _start = call.Terminal.Clock.GetTimestamp();
    private int _checks;

    /// <inheritdoc/>
    public void Report(string value)
    {
        if (!_shown) return;
        var isCheck = value.StartsWith("check ", StringComparison.Ordinal);
        if (isCheck) _checks++;
        Draw(value, stays: !isCheck);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_shown) return;
        if (_checks > 0) Draw($"checked {Say.Count(_checks, "cause")}", stays: true);
        call.Terminal.Error.WriteLine();
    }

    private void Draw(string text, bool stays)
    {
        var seconds = call.Terminal.Clock.GetElapsedTime(_start).TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
        var line = $"{seconds,6} s  {Safe.Line(text)}";
        var width = Math.Max(20, call.Terminal.Width() - 1);
        if (line.Length > width) line = line[..width];
        if (_color) line = $"\u001b[2m{line}\u001b[0m";
        call.Terminal.Error.Write($"\r\u001b[K{line}{(stays ? "\n" : "")}");
    }
}
