namespace Uniquity.AspNetCore;

/// <summary>What the application says of one index.</summary>
/// <param name="Fields">The fields at fault.</param>
/// <param name="Message">Its message; <see langword="null"/> for the common one.</param>
internal sealed record IndexProblem(IReadOnlyList<string> Fields, string? Message);
