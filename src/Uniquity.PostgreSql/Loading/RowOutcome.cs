namespace Uniquity.PostgreSql.Loading;

/// <summary>What became of a row that was taken by itself.</summary>
internal sealed record RowOutcome(int N, string Outcome, string? State, string? Message, string? Detail, string? Constraint);
