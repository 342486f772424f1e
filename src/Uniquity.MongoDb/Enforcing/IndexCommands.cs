using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Enforcing;

/// <summary>The commands that change indexes.</summary>
internal static class IndexCommands
{
    /// <summary>Builds an index beside readers and writers.</summary>
    public static BsonDocument Create(TableName table, BsonDocument specification) =>
        new BsonBuilder().Add("createIndexes", table.Name).AddArray("indexes", [specification]).Build();

    /// <summary>Tells an index to refuse new duplicates, or to let them in again.</summary>
    public static BsonDocument Prepare(TableName table, string name, bool refuse = true) => Change(table, name, "prepareUnique", refuse).Build();

    /// <summary>Makes a prepared index unique.</summary>
    public static BsonDocument Convert(TableName table, string name) => Change(table, name, "unique", value: true).Build();

    /// <summary>Lists the duplicates that would stop it from becoming unique.</summary>
    public static BsonDocument Preview(TableName table, string name) => Change(table, name, "unique", value: true).Add("dryRun", true).Build();

    /// <summary>Drops an index, also one that is being built.</summary>
    public static BsonDocument Drop(TableName table, string name) => new BsonBuilder().Add("dropIndexes", table.Name).Add("index", name).Build();

    /// <summary>A command as mongosh takes it.</summary>
    public static string Show(BsonDocument command) => $"db.runCommand({ShellWriter.Document(command)})";

    private static BsonBuilder Change(TableName table, string name, string option, bool value) =>
        new BsonBuilder().Add("collMod", table.Name).Add("index", new BsonBuilder().Add("name", name).Add(option, value).Build());
}
