using System.CommandLine;
using System.CommandLine.Help;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Commands.Apply;
using Uniquity.Cli.Commands.Check;
using Uniquity.Cli.Commands.Completion;
using Uniquity.Cli.Commands.Demo;
using Uniquity.Cli.Commands.Diagnose;
using Uniquity.Cli.Commands.DropIndex;
using Uniquity.Cli.Commands.Duplicates;
using Uniquity.Cli.Commands.Enforce;
using Uniquity.Cli.Commands.Explain;
using Uniquity.Cli.Commands.Indexes;
using Uniquity.Cli.Commands.Load;
using Uniquity.Cli.Commands.Resolve;
using Uniquity.Cli.Commands.Resume;
using Uniquity.Cli.Commands.Rules;
using Uniquity.Cli.Commands.Runs;
using Uniquity.Cli.Commands.Undo;

namespace Uniquity.Cli;

/// <summary>Every command of the command line.</summary>
internal static class CommandTree
{
    /// <summary>Builds the tree.</summary>
    public static RootCommand Build(CommandScope scope)
    {
        var root = new RootCommand("From an error on the screen to its cause, for unique keys in PostgreSQL, SQLite and MongoDB.");
        foreach (var option in scope.Options.All)
        {
            option.Recursive = true;
            root.Options.Add(option);
        }

        CliCommand[] commands =
        [
            new ExplainCommand(scope), new DiagnoseCommand(scope), new IndexesCommand(scope), new DuplicatesCommand(scope),
            new ResolveCommand(scope), new ApplyCommand(scope), new RunsCommand(scope), new UndoCommand(scope), new ResumeCommand(scope),
            new EnforceCommand(scope), new DropIndexCommand(scope),
            new CheckCommand(scope), new RulesCommand(scope),
            new LoadCommand(scope),
            new DemoCommand(scope), new CompletionCommand(scope),
        ];
        foreach (var command in commands) root.Subcommands.Add(command);

        foreach (var option in root.Options)
        {
            if (option is HelpOption)
            {
                // The other spellings are of other systems, and would stand in every completion.
                foreach (var alias in option.Aliases.Where(alias => alias != "-h").ToArray()) option.Aliases.Remove(alias);
            }

            if (option is HelpOption) (option.Description, option.Action) = ("show help", new HelpPage(scope.Terminal));
            if (option is VersionOption) (option.Description, option.Action) = ("print the version", new VersionAction(scope.Terminal));
        }

        root.SetAction(parsed => new HelpPage(scope.Terminal).Invoke(parsed));
        return root;
    }

    /// <summary>Every option that a command takes.</summary>
    public static IEnumerable<Option> OptionsOf(Command command) => command.Options.Concat(CommonOptionsOf(command)).DistinctBy(option => option.Name);

    /// <summary>The options that a command shares with the others.</summary>
    public static IEnumerable<Option> CommonOptionsOf(Command command) => command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive);
}
