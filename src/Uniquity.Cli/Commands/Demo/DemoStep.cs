namespace Uniquity.Cli.Commands.Demo;

/// <summary>A scene of the demo.</summary>
/// <param name="Title">What happens.</param>
/// <param name="Story">Why it matters, in a sentence or two.</param>
/// <param name="RunAsync">Does it, with the real commands.</param>
internal sealed record DemoStep(string Title, string Story, Func<DemoStage, CancellationToken, Task> RunAsync);
