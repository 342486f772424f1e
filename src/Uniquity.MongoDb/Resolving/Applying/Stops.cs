using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving.Applying;

/// <summary>What stops a run part-way, in words.</summary>
internal static class Stops
{
    /// <summary>Whether a failure is one.</summary>
    public static bool It(Exception failure) => failure is TargetException or OperationCanceledException;

    /// <summary>Why it stopped.</summary>
    public static string Explain(Exception failure) => failure is OperationCanceledException ? "as asked, between two batches" : failure.Message.TrimEnd('.');

    /// <summary>Whether the server denied it.</summary>
    public static bool IsDenied(TargetException failure) => failure.InnerException is MongoException { Code: MongoException.Unauthorized };
}
