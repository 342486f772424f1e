using System.CommandLine;
using Uniquity.Cli.Calls;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Runs;

/// <summary>The run that a call is about.</summary>
internal static class RunArgument
{
    /// <summary>The argument.</summary>
    public static Argument<string?> Make() => new("RUN") { Arity = ArgumentArity.ZeroOrOne, HelpName = "RUN" };

    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static string Read(Call call, Argument<string?> argument) => Check(call.Parsed.GetValue(argument) ?? throw new UsageException($"which run? Nearest right call: {call.Next("runs")}"), call);

    /// <summary>Checks the form of one.</summary>
    /// <exception cref="UsageException">It has another.</exception>
    public static string Check(string text, Call call) => RunId.IsValid(text)
        ? text
        : throw new UsageException($"a run is named like r-20261120-7f3a, not {text}; nearest right call: {call.Next("runs")}");
}
