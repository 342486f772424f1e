namespace Uniquity.Cli.Tests.Running;

/// <summary>What a call left behind.</summary>
public sealed record Outcome(int Code, string Out, string Error)
{
    /// <summary>Everything, as a person who reads both would see it.</summary>
    public string Screen => $"{Out}{(Error.Length > 0 ? $"--- standard error\n{Error}" : "")}--- exit {Code}\n";
}
