using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Resolving.Solving;

/// <summary>What becomes of some groups: nothing of it is done yet.</summary>
internal sealed class Solution
{
    /// <summary>The groups: the document that stays first, in the order of the policy.</summary>
    public List<IReadOnlyList<BsonDocument>> Groups { get; } = [];

    /// <summary>Of these groups, those that are further pieces of a group that was begun before.</summary>
    public int Continued { get; set; }

    /// <summary>How many groups begin here: a large one is resolved in pieces, and counts once.</summary>
    public int Begun => Groups.Count - Continued;

    /// <summary>The documents that go, by collection.</summary>
    public List<(TableName Table, Gone Gone)> Removed { get; } = [];

    /// <summary>The documents that stay and take values from the others.</summary>
    public List<Merged> Merged { get; } = [];

    /// <summary>The documents that stay as they are; they must still be so when the others go.</summary>
    public List<BsonDocument> Held { get; } = [];

    /// <summary>The documents whose references move.</summary>
    public List<Moved> Moved { get; } = [];

    /// <summary>By reference, in the order of the request: documents that refer, and of these the ones that go for a key that they would share.</summary>
    public Dictionary<string, (long Rows, long Collisions)> Referring { get; } = new(StringComparer.Ordinal);

    /// <summary>Every document that was looked at.</summary>
    public List<BsonDocument> Looked { get; } = [];

    /// <summary>Documents without the field that the policy compares, and all documents of those groups.</summary>
    public (long Nulls, long Documents) Unordered { get; set; }

    /// <summary>Documents of groups whose key is null or missing.</summary>
    public long NullKeys { get; set; }
}
