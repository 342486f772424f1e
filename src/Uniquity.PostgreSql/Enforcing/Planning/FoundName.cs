namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>What has a name already.</summary>
/// <param name="Name">The name.</param>
/// <param name="What">What it is, in words: <c>a table</c>, <c>an index of orders</c>.</param>
/// <param name="OnTable">Whether it is an index of the table in hand.</param>
/// <param name="Invalid">Whether it is an index that was never completed.</param>
/// <param name="Builder">The server's process that is building it now.</param>
internal sealed record FoundName(string Name, string What, bool OnTable, bool Invalid, int? Builder);
