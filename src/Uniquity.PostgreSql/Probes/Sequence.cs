namespace Uniquity.PostgreSql.Probes;

/// <summary>A sequence that fills a column.</summary>
/// <param name="Name">Its name with the schema, quoted.</param>
/// <param name="Increment">By how much it counts.</param>
internal sealed record Sequence(string Name, long Increment);
