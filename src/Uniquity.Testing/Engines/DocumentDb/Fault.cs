namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>What goes wrong with a command, for tests of those who send it.</summary>
/// <param name="Command">The command's name, such as <c>getMore</c>.</param>
/// <param name="Kind">What happens.</param>
public sealed record Fault(string Command, FaultKind Kind)
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first command is hit, before anything happens to it.</summary>
    public Task Reached => reached.Task;

    /// <summary>Ends when the first command that was hit is over: the server has done what it does for it.</summary>
    public Task Over => over.Task;

    /// <summary>The database that the command has to be sent to.</summary>
    /// <value><see langword="null"/> by default: any.</value>
    public string? In { get; init; }

    /// <summary>How many of these commands go well first.</summary>
    /// <value>0 by default.</value>
    public int After { get; init; }

    /// <summary>How many are hit then.</summary>
    /// <value>1 by default.</value>
    public int Times { get; init; } = 1;

    /// <summary>How long <see cref="FaultKind.Delay"/> waits before the command is run.</summary>
    /// <value>One second by default.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The code with which <see cref="FaultKind.Refuse"/> refuses.</summary>
    /// <value>91, ShutdownInProgress, by default.</value>
    public int Code { get; init; } = 91;

    /// <summary>What the command has to hold.</summary>
    /// <value><see langword="null"/> by default: anything.</value>
    public string? Holding { get; init; }

    /// <summary>The BSON document with which <see cref="FaultKind.Answer"/> and <see cref="FaultKind.AnswerAfter"/> answer.</summary>
    public ReadOnlyMemory<byte> Reply { get; init; }

    internal void Reach() => reached.TrySetResult();

    internal void End() => over.TrySetResult();
}
