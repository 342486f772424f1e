namespace Uniquity.Targets;

/// <summary>Where the evidence comes from: shown with every diagnosis, because the wrong environment is a cause too.</summary>
/// <param name="Engine">The engine's id.</param>
/// <param name="Version">The server's version, as it says it.</param>
/// <param name="Host">Host and port, or the path of a file; never with a password.</param>
/// <param name="Database">The database.</param>
/// <param name="User">The user, where there are users.</param>
/// <param name="ReadOnly">Whether this session can change nothing.</param>
/// <param name="Role"><c>primary</c>, <c>standby</c>, or <c>embedded</c>.</param>
public sealed record TargetInfo(
    string Engine, string Version, string? Host, string? Database, string? User, bool ReadOnly, string Role);
