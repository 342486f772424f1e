using System.Globalization;
using System.Text.RegularExpressions;

namespace Uniquity.MongoDb.Running;

/// <summary>Words a failure for a person: what happened, where, what to do; never a password, never a value.</summary>
internal static partial class MongoFault
{
    /// <summary>The failure in one line.</summary>
    public static string Explain(MongoException failure, string hosts, string database, string? user)
    {
        var who = user is null ? "without a user" : $"as {user}";
        return failure.Failure switch
        {
            MongoFailure.NoServer when NotPrimary(failure.Message) =>
                $"MongoDB at {hosts} has no primary now: {Short(failure.Message)}; wait for the election, or see rs.status()",
            MongoFailure.NoServer => $"MongoDB at {hosts} cannot be reached: {Short(failure.Message)}",
            MongoFailure.Denied => $"MongoDB at {hosts} denies access {who}: {Short(failure.Message)}; check user, password and authSource in the URL",
            MongoFailure.OutcomeUnknown when failure.Reply?["code"] is not null => $"MongoDB at {hosts} does not tell whether it committed: {Short(failure.Message)} ({CodeOf(failure)})",
            MongoFailure.OutcomeUnknown => $"the connection to MongoDB at {hosts} was lost before it answered: {Short(failure.Message)}",
            MongoFailure.Unconfirmed => $"MongoDB at {hosts} wrote it, and a majority of the servers has not confirmed it: {Short(failure.Message)} ({failure.Code}); an election may take it back, see rs.status()",
            MongoFailure.Refused when failure.Code == MongoException.Unauthorized =>
                $"{(user is null ? "the session has no user, and" : $"the user {user}")} may not do this in {database} on {hosts}: {Short(failure.Message)}",
            MongoFailure.Refused when failure.Code == MongoException.TimedOut =>
                $"MongoDB at {hosts} ended the command: it ran longer than --timeout allows",
            _ => $"MongoDB at {hosts} refused the command in {database}: {Short(failure.Message)} ({CodeOf(failure)})",
        };
    }

    private static string CodeOf(MongoException failure) => failure.CodeName ?? failure.Code.ToString(CultureInfo.InvariantCulture);

    private static bool NotPrimary(string message) =>
        message.Contains(" is a secondary", StringComparison.Ordinal) && !message.Contains(" is the primary", StringComparison.Ordinal);

    // "No suitable servers found: `serverSelectionTimeoutMS` expired: [Failed to connect to target host: 127.0.0.1:1]"
    private static string Short(string message)
    {
        var inner = Bracketed().Match(message);
        var text = inner.Success ? inner.Groups["inner"].Value : message;
        return text.ReplaceLineEndings(" ").Trim().TrimEnd('.');
    }

    [GeneratedRegex(@"expired: \[(?<inner>.+)\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Bracketed();
}
