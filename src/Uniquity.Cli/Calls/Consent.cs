using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Calls;

/// <summary>Asks before something is changed; with <c>--yes</c> nobody is asked.</summary>
internal static class Consent
{
    /// <summary>Asks.</summary>
    /// <param name="call">The call.</param>
    /// <param name="what">What would be done, in words.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusedException">Nobody can be asked, or the answer was no.</exception>
    public static async Task AskAsync(Call call, string what, CancellationToken cancellationToken)
    {
        if (call.Yes) return;
        if (!Question.CanBeAsked(call.Terminal)) throw new RefusedException($"nothing was changed: this would do: {what}, and there is nobody to ask; to go on: {call.Again("--yes")}");
        if (!await Question.AskAsync(call.Terminal, $"{what}. Go on?", cancellationToken)) throw new RefusedException("nothing was changed");
    }
}
