using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Catalogue;

/// <summary>Collations as they are listed and as they are sent.</summary>
internal static class CollationText
{
    /// <summary>What a command takes of the collation of an index; <see langword="null"/> where it compares byte for byte.</summary>
    public static BsonDocument? Of(UniqueIndex index) => index.Collation is { } text ? Settable(ShellReader.Document(text)) : null;

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
