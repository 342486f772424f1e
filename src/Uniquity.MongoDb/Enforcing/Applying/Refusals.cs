using Uniquity.Indexes;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Enforcing.Applying;

/// <summary>Words what the server refuses and a person can end.</summary>
internal static class Refusals
{
    // Primary gone, shutting down, interrupted, no lock, out of time: the same call may pass later.
    private static readonly HashSet<int> Passing = [6, 7, 24, 46, 50, 89, 91, 112, 189, 262, 276, 9001, 10107, 11600, 11602, 13435, 13436];

    /// <summary>The refusal; nothing for a fault.</summary>
    public static string? Of(TargetException fault, MongoSession session, TableName table, string index)
    {
        if (fault.InnerException is not MongoException { Failure: MongoFailure.Refused } refused || Passing.Contains(refused.Code)) return null;
        var said = ServerText.Short(refused.Message);
        return refused.Code switch
        {
            MongoException.IndexNotFound => null,
            MongoException.Unauthorized => $"{(session.User is { } user ? $"the user {user}" : "the session, which has no user,")} may not change the indexes of {session.Database}.{table.Name}; who administers it grants the role: db.grantRolesToUser('{session.User ?? "USER"}', [{{ role: 'dbAdmin', db: '{session.Database}' }}])",
            MongoException.IndexOptionsConflict or MongoException.IndexKeySpecsConflict =>
                $"this server keeps no two indexes of one key that differ so little ({said}), and {index} would be the second: drop the other one first, which leaves a gap in which duplicates can enter",
            _ => $"the server refuses this for {index}: {said} ({refused.CodeName ?? refused.Code.ToString(System.Globalization.CultureInfo.InvariantCulture)})",
        };
    }
}
