using Uniquity.Enforcing;
using Uniquity.MongoDb.Enforcing.Planning;
using Uniquity.MongoDb.Shell;
using Uniquity.Wording;

namespace Uniquity.MongoDb.Enforcing.Dropping;

/// <summary>What a person should know before an index goes.</summary>
internal static class DropWarnings
{
    /// <summary>The warnings.</summary>
    public static IEnumerable<string> Of(DropIndexRequest request, ListedIndex index, ListedIndex? standing, StandingIndexes.IndexUse? use)
    {
        var key = string.Join(", ", index.Key.Select(part => part.Part));
        if (use is { Reads: 0 }) yield return $"no read used {index.Name} since this server began to count; secondaries count for themselves";
        if (use is { Reads: > 0 and var reads } && standing is null && !request.KeepPlain)
            yield return $"{Counted.Of(reads, "read")} used {index.Name}; without an index on ({key}) such reads go over the whole collection: --keep-plain builds one that is not unique first";
        if (use is null && standing is null && !request.KeepPlain) yield return $"this server does not say which reads use {index.Name} (it needs the right to $indexStats): --keep-plain leaves them an index that is not unique";
        if (standing is not null) yield return $"{standing.Name} has the same key and is not unique: the reads go on with it";
        if (!index.IsHidden)
            yield return $"to see first what reads are without it, hide it (mongod can; DocumentDB hides no unique index): db.runCommand({{ collMod: {ShellWriter.Quote(request.Table.Name)}, index: {{ name: {ShellWriter.Quote(index.Name)}, hidden: true }} }}); hidden, it still refuses duplicates, and hidden: false brings it back at once";
        if (index.ExpireAfterSeconds is { } seconds && !request.KeepPlain) yield return $"{index.Name} makes documents expire after {ShellWriter.Value(seconds)} s, and without it they stay";
        yield return $"from then on duplicates of ({key}) can enter, and two upserts on that key at once can both insert";
        yield return $"an application that declares {index.Name} (unique: true in a Mongoose schema, createIndex at its start) makes it again: change that first";
    }
}
