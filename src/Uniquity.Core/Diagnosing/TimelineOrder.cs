using Uniquity.Causes;

namespace Uniquity.Diagnosing;

/// <summary>The order in which a person with experience looks: from what is settled once and for all to what lasts a moment.</summary>
/// <remarks>
/// The error is read, the index is found; then come duplicates that predate the index, the trap of a partial filter, the race, and the
/// upsert that brings its own id; after them everything else, and only then what ends it.
/// </remarks>
internal static class TimelineOrder
{
    private static readonly IReadOnlyList<(string Code, string Words)> Steps =
    [
        ("UQ110", "count the duplicates that predate the index"),
        ("UQ203", "look for the trap of a partial filter"),
        ("UQ301", "look for a race: how old is the row that holds the key"),
        ("UQ303", "look for an upsert that brings its own id"),
    ];

    /// <summary>The probes, those of the steps first.</summary>
    public static IEnumerable<ICauseProbe> Of(IEnumerable<ICauseProbe> probes) => probes.OrderBy(probe => Place(probe.Code));

    /// <summary>What is said as a probe begins: a step in its own words, else a check of a cause.</summary>
    public static string Words(ICauseProbe probe) => Place(probe.Code) is var place && place < Steps.Count ? Steps[place].Words : $"check {probe.Code} {CauseCatalogue.Get(probe.Code).Title}";

    private static int Place(string code)
    {
        for (var i = 0; i < Steps.Count; i++)
        {
            if (Steps[i].Code == code) return i;
        }

        return Steps.Count;
    }
}
