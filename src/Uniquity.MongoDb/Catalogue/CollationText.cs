using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Catalogue;

/// <summary>Collations as they are listed and as they are sent.</summary>
internal static class CollationText
{
    /// <summary>What a command takes of a listed collation: all but the version of the server's ICU.</summary>
    public static BsonDocument Settable(BsonDocument listed)
    {
        var settable = new BsonBuilder();
        foreach (var option in listed)
        {
            if (option.Name != "version") settable.Add(option.Name, option);
        }

        return settable.Build();
    }
}
