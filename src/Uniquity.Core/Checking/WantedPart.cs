namespace Uniquity.Checking;

/// <summary>A key part as a rule wants it.</summary>
/// <param name="Plain">The part as the rule writes it.</param>
/// <param name="Accepted">The forms that do what the rule wants: the part itself, or those that fold.</param>
internal sealed record WantedPart(NormalPart Plain, IReadOnlyList<NormalPart> Accepted);
