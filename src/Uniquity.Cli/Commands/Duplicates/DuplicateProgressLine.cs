using Uniquity.Cli.Terminals;
using Uniquity.Duplicates;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>Passes a finder's progress on, at once and on its own thread.</summary>
internal sealed class DuplicateProgressLine(ProgressLine line) : IProgress<DuplicateProgress>
{
    /// <inheritdoc/>
    public void Report(DuplicateProgress value) => line.Report(value.Done, value.Total, value.What);
}
