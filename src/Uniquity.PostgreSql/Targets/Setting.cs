namespace Uniquity.PostgreSql.Targets;

/// <summary>A setting of the server for one transaction.</summary>
/// <param name="Name">Its name, such as <c>enable_seqscan</c>.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct Setting(string Name, string Value)
{
    /// <summary>An index is taken wherever one can serve.</summary>
    public static Setting NoSequentialScan { get; } = new("enable_seqscan", "off");

    /// <summary>Compiling a statement that runs once costs more than it saves.</summary>
    public static Setting NoJit { get; } = new("jit", "off");

    /// <summary>Row-level security hides rows instead of refusing the statement.</summary>
    public static Setting RowSecurity { get; } = new("row_security", "on");
}
