using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Catalogue;

/// <summary>Makes aggregate commands.</summary>
internal static class Aggregation
{
    /// <summary>A command over a pipeline in Extended JSON, which holds no values of the user's.</summary>
    public static BsonDocument Of(TableName table, string pipeline) =>
        Of(table, BsonDocument.Parse($"{{\"p\":{pipeline}}}")["p"]!.Value.AsDocument());

    /// <summary>A command over a pipeline, which may use the disk.</summary>
    public static BsonDocument Of(TableName table, BsonDocument pipeline, BsonDocument? collation = null)
    {
        var command = new BsonBuilder().Add("aggregate", table.Name).AddArray("pipeline", pipeline).Add("cursor", BsonDocument.Empty).Add("allowDiskUse", true);
        if (collation is not null) command.Add("collation", collation);
        return command.Build();
    }
}
