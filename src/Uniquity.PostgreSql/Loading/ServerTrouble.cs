namespace Uniquity.PostgreSql.Loading;

/// <summary>Tells a refusal of one row, which is a reject, from trouble of the server, which ends the chunk.</summary>
/// <remarks>The classes are those of https://www.postgresql.org/docs/current/errcodes-appendix.html; all others are of the row, those that a trigger makes up among them.</remarks>
internal static class ServerTrouble
{
    private static readonly HashSet<string> Known = ["08", "0A", "25", "26", "28", "2D", "3B", "3D", "3F", "40", "42", "53", "55", "57", "58", "72", "F0", "HV", "XX"];

    /// <summary>The classes, as a list of SQL.</summary>
    public static string Classes => string.Join(", ", Known.Select(known => $"'{known}'"));

    /// <summary>Whether a SQLSTATE is the server's own trouble.</summary>
    public static bool Is(string state) => Known.Contains(state[..2]);

    /// <summary>Whether the same chunk can go in a moment later: two sessions waited for one another.</summary>
    public static bool Passes(string state) => state is "40P01" or "40001";
}
