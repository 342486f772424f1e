using Uniquity.Indexes;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Enforcing.Applying;

/// <summary>Words what the server refuses and a person can end.</summary>
internal static class Refusals
{
    /// <summary>The refusal; nothing for a fault.</summary>
    public static string? Of(TargetException fault, MongoSession session, TableName table, string index)
    {
        if (fault.InnerException is not MongoException { Failure: MongoFailure.Refused } refused) return null;
        var said = ServerText.Short(refused.Message);
        return refused.Code switch
        {
            MongoException.Unauthorized => $"{(session.User is { } user ? $"the user {user}" : "the session, which has no user,")} may not change the indexes of {session.Database}.{table.Name}; who administers it grants the role: db.grantRolesToUser('{session.User ?? "USER"}', [{{ role: 'dbAdmin', db: '{session.Database}' }}])",
            MongoException.IndexOptionsConflict or MongoException.IndexKeySpecsConflict =>
                $"this server keeps no two indexes of one key that differ so little ({said}), and {index} would be the second: drop the other one first, which leaves a gap in which duplicates can enter",
            MongoException.CannotCreateIndex or MongoException.UnknownIndexOption or MongoException.InvalidOptions or 2 or 13 or 115 => $"the server does not make {index}: {said}",
            _ => null,
        };
    }
}
