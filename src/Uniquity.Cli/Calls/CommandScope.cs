using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Calls;

/// <summary>What every command of one process shares.</summary>
internal sealed record CommandScope(Terminal Terminal, CommonOptions Options);
