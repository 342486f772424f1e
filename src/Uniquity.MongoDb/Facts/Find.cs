using System.Globalization;
using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Facts;

/// <summary>A find, as it is sent and as a person runs it.</summary>
internal sealed record Find(TableName Table, BsonDocument Filter)
{
    /// <summary>The most documents.</summary>
    public required int Limit { get; init; }

    /// <summary>The collation to compare by.</summary>
    public BsonDocument? Collation { get; init; }

    /// <summary>The command: what a majority has, so that no rollback takes the evidence back.</summary>
    public BsonDocument Command
    {
        get
        {
            var command = new BsonBuilder().Add("find", Table.Name).Add("filter", Filter).Add("limit", Limit).Add("readConcern", BsonDocument.Parse("""{"level":"majority"}"""));
            if (Collation is not null) command.Add("collation", Collation);
            return command.Build();
        }
    }

    /// <summary>The same in mongosh.</summary>
    public string Show
    {
        get
        {
            var collation = Collation is null ? "" : $".collation({ShellWriter.Document(Collation)})";
            return string.Create(CultureInfo.InvariantCulture, $"{ShellWriter.Collection(Table.Name)}.find({ShellWriter.Document(Filter)}){collation}.limit({Limit})");
        }
    }
}
