using System.Text;

namespace Uniquity.Testing.Commands;

/// <summary>Runs the built <c>uniquity</c> as a person's shell or script would.</summary>
/// <remarks>
/// The program is the one beside the tests (a test project that references Uniquity.Cli has it in its output folder), or the
/// one that the variable UNIQUITY_TEST_COMMAND names. The variables that name a target or colour are unset, so that the
/// machine's own do not leak into a test.
/// </remarks>
public static class UniquityCommand
{
    private static readonly Dictionary<string, string?> CleanEnvironment = new()
    {
        ["UNIQUITY_DB"] = null,
        ["DATABASE_URL"] = null,
        ["PGHOST"] = null,
        ["PGPORT"] = null,
        ["PGUSER"] = null,
        ["PGPASSWORD"] = null,
        ["PGDATABASE"] = null,
        ["PGSERVICE"] = null,
        ["PGSSLMODE"] = null,
        ["NO_COLOR"] = null,
        ["COLUMNS"] = null,
        ["DOTNET_ROOT"] = Path.GetDirectoryName(System.Environment.ProcessPath),
    };

    /// <summary>The path of the program.</summary>
    public static string Program { get; } = System.Environment.GetEnvironmentVariable("UNIQUITY_TEST_COMMAND")
        ?? Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "uniquity.exe" : "uniquity");

    /// <summary>The call with these arguments, to be refined with <c>with</c> and run.</summary>
    public static Command With(params IReadOnlyList<string> arguments) =>
        new() { Program = Program, Arguments = arguments, Environment = CleanEnvironment };

    /// <summary>Runs the call with these arguments and an empty standard input.</summary>
    public static Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments) => With(arguments).RunAsync();

    /// <summary>Runs the call with a text on its standard input.</summary>
    public static Task<CommandResult> PipeAsync(string input, params IReadOnlyList<string> arguments) =>
        (With(arguments) with { Input = Encoding.UTF8.GetBytes(input) }).RunAsync();

    /// <summary>The call with more variables set, or unset where the value is null.</summary>
    public static Command In(this Command command, params IReadOnlyList<(string Name, string? Value)> variables)
    {
        ArgumentNullException.ThrowIfNull(command);
        var environment = new Dictionary<string, string?>(command.Environment);
        foreach (var (name, value) in variables) environment[name] = value;
        return command with { Environment = environment };
    }
}
