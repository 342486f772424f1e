using Uniquity.Resolving;

namespace Uniquity.Loading;

/// <summary>Finds the load to go on with, and words why there is none; the same on every engine.</summary>
internal static class StoppedLoads
{
    /// <summary>Whether it is kept how far a load is: what is piped in cannot be resumed.</summary>
    /// <exception cref="RefusedException">It is to go on all the same.</exception>
    public static bool Keep(LoadRequest request)
    {
        if (request.Fingerprint is not null) return true;
        return !request.Resume ? false : throw new RefusedException("standard input cannot be resumed: nobody knows that it brings the same records; load from a file");
    }

    /// <summary>The load to go on with.</summary>
    /// <param name="request">What is loaded.</param>
    /// <param name="stopped">The loads of the same file into the same table with the same policy that stopped, the newest first.</param>
    /// <param name="fingerprint">The fingerprint of one.</param>
    /// <exception cref="RefusedException">None stopped, or the file has changed since.</exception>
    public static T Find<T>(LoadRequest request, IReadOnlyList<T> stopped, Func<T, string> fingerprint)
    {
        if (stopped.Count == 0) throw new RefusedException($"there is no stopped load of this file into {request.Table} with --on-conflict {request.OnConflict}: without --resume it begins anew");
        foreach (var load in stopped)
        {
            if (fingerprint(load) == request.Fingerprint) return load;
        }

        throw new RefusedException("the file, or the way of reading it, has changed since the load stopped, so nobody knows which records are in: load it anew without --resume (with --on-conflict skip, what is in stays)");
    }
}
