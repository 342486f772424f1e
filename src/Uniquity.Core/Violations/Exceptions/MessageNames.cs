namespace Uniquity.Violations.Exceptions;

/// <summary>Completes what a code has already told by the names that only the message has.</summary>
internal static class MessageNames
{
    // Written by the caller's program: a message is short, and what is longer holds a whole statement.
    private const int Longest = 64 * 1024;

    /// <summary>The violation: the code's facts first, then the message's.</summary>
    /// <param name="message">The driver's message, in any language.</param>
    /// <param name="engine">The engine, where the driver tells it.</param>
    /// <param name="code">The code that told that it is a violation.</param>
    public static Violation Read(string message, string? engine, string code)
    {
        var text = message.AsSpan(0, Math.Min(message.Length, Longest));
        foreach (var read in ViolationText.Read(text).Violations)
        {
            if (engine is null || read.Engine is null || read.Engine == engine || IsKin(engine, read.Engine)) return read with { Engine = read.Engine ?? engine, Code = code, Times = 1, Line = 1 };
        }

        return new Violation { Engine = engine, Code = code, Kind = ViolationKind.Write };
    }

    // One driver speaks to both.
    private static bool IsKin(string engine, string read) => engine == "mongodb" && read == "cosmosdb";
}
