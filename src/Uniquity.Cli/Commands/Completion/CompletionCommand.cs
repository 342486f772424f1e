using System.CommandLine;
using Uniquity.Cli.Calls;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Completion;

/// <summary><c>uniquity completion</c>: prints the script that makes a shell complete this command.</summary>
internal sealed class CompletionCommand : CliCommand
{
    private readonly Argument<string?> _shell = new("SHELL") { Arity = ArgumentArity.ZeroOrOne, HelpName = "bash | zsh | fish | pwsh" };

    /// <summary>Makes one.</summary>
    public CompletionCommand(CommandScope scope) : base("completion", "print a shell's completion script", scope)
    {
        _shell.CompletionSources.Add([.. Shells.Names]);
        Arguments.Add(_shell);
    }

    /// <inheritdoc/>
    public override string Usage => "bash|zsh|fish|pwsh";

    /// <inheritdoc/>
    public override string About => "Prints the script for one shell. Completion asks uniquity itself, so it always knows every command and option.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "eval \"$(uniquity completion bash)\"",
        "uniquity completion zsh > ~/.zfunc/_uniquity",
        "uniquity completion fish > ~/.config/fish/completions/uniquity.fish",
        "uniquity completion pwsh | Out-String | Invoke-Expression",
    ];

    /// <inheritdoc/>
    public override string Exits => "0 printed · 2 there is no such shell";

    /// <inheritdoc/>
    protected override Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var shell = call.Parsed.GetValue(_shell) ?? throw new UsageException("for which shell? Nearest right call: uniquity completion bash");
        var script = Shells.Script(shell) ?? throw new UsageException(
            $"there is a script for {string.Join(", ", Shells.Names)}, not {shell}; nearest right call: uniquity completion {NearestName.Find(shell, Shells.Names) ?? "bash"}");
        call.Terminal.Out.Write(script);
        return Task.FromResult(ExitCode.Done);
    }
}
