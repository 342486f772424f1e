namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>Ways in which a command goes wrong.</summary>
public enum FaultKind
{
    /// <summary>The connection ends before the command is run.</summary>
    HangUpBefore,

    /// <summary>The command is run, and the connection ends before its reply: the client cannot know the outcome.</summary>
    HangUpAfter,

    /// <summary>The command is run late.</summary>
    Delay,

    /// <summary>The command is refused with a code.</summary>
    Refuse,

    /// <summary>The command is not run, and answered with a reply recorded elsewhere: what another server would say.</summary>
    Answer,

    /// <summary>The command is run, and answered with a reply recorded elsewhere.</summary>
    AnswerAfter,
}
