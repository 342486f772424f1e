using Uniquity.Causes;
using Uniquity.Violations;

namespace Uniquity.Cli.Json;

/// <summary>An error of the same family that is no unique violation.</summary>
internal sealed record RelatedJson(string Code, string? SqlState, int Line, string? Title)
{
    /// <summary>Words one.</summary>
    public static RelatedJson Of(RelatedError error) => new(error.Code, error.SqlState, error.Line, CauseCatalogue.Find(error.Code)?.Title);
}
