using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Calls;

/// <summary>Prints the version.</summary>
internal sealed class VersionAction(Terminal terminal) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>The version, without the build's commit.</summary>
    public static string Version
    {
        get
        {
            var full = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
            return full.Split('+')[0];
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        terminal.Out.Write($"uniquity {Version}\n");
        return (int)ExitCode.Done;
    }
}
