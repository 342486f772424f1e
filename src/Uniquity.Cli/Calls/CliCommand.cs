using System.CommandLine;

namespace Uniquity.Cli.Calls;

/// <summary>A command of the command line: its words, its help, what it does.</summary>
internal abstract class CliCommand : Command
{
    /// <summary>Makes one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="summary">What it does, in a few words.</param>
    /// <param name="scope">What it shares with the others.</param>
    protected CliCommand(string name, string summary, CommandScope scope) : base(name, summary)
    {
        SetAction((parsed, cancellationToken) => RunAsync(parsed, scope, cancellationToken));
    }

    /// <summary>How it is called, after its name.</summary>
    public abstract string Usage { get; }

    /// <summary>What a person should know, in a paragraph or two.</summary>
    public abstract string About { get; }

    /// <summary>Calls that a person can paste.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>What the exit codes 0 and 1 say of this command.</summary>
    public virtual string Exits => "0 done · 2 the call is wrong · 3 the database cannot be reached";

    /// <summary>Whether it asks a database, so that its help shows the options for that.</summary>
    public virtual bool AsksDatabase => true;

    /// <summary>Does it.</summary>
    protected abstract Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken);

    private async Task<int> RunAsync(ParseResult parsed, CommandScope scope, CancellationToken cancellationToken) =>
        (int)await RunAsync(new Call(parsed, scope.Options, scope.Terminal), cancellationToken);
}
