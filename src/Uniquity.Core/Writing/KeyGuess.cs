namespace Uniquity.Writing;

/// <summary>Guesses from the last writes whether the next key is taken, so that one trip is enough and no statement is run in vain.</summary>
/// <remarks>A wrong guess costs a trip and nothing else. Thread safe: what is lost between two writers is a part of a guess.</remarks>
internal sealed class KeyGuess
{
    // So many alike, one after another, before the next is expected to be alike.
    private const int Streak = 8;

    // Above zero: taken keys in a row; below: new ones.
    private int _streak;

    /// <summary>Whether the last keys were all taken: then a look finds the row without a write.</summary>
    public bool IsTaken => Volatile.Read(ref _streak) >= Streak;

    /// <summary>Whether the last keys were all new: then an insert alone is enough.</summary>
    public bool IsNew => Volatile.Read(ref _streak) <= -Streak;

    /// <summary>Learns what became of a write.</summary>
    public void Learn(WriteOutcome outcome)
    {
        var streak = Volatile.Read(ref _streak);
        var next = outcome == WriteOutcome.Existing ? Math.Clamp(streak + 1, 1, Streak) : Math.Clamp(streak - 1, -Streak, -1);
        if (next != streak) Volatile.Write(ref _streak, next);
    }
}
