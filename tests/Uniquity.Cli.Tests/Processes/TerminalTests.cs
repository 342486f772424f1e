using Uniquity.Cli.Tests.Running;
using Uniquity.Testing.Commands;

namespace Uniquity.Cli.Tests.Processes;

public class TerminalTests
{
    private const string SignUp = "INSERT INTO users (tenant_id, email, name) VALUES (1, 'anna@example.com', 'Anna B.')";

    [TmuxFact]
    public async Task On_a_real_terminal_the_diagnosis_has_its_timeline_its_tables_and_its_colours()
    {
        using var shop = await Shop.OpenAsync();
        var call = $"'{UniquityCommand.Program}' diagnose 'UNIQUE constraint failed: users.email' --db '{shop.Url}' --statement \"{SignUp}\"";

        var (plain, coloured) = await ShowAsync(call, shop.Folder);

        plain.ShouldContain("s  find the row that holds the key");
        plain.ShouldContain("│ name       │ Anna                 │ ≠ │ Anna B.          │");
        plain.ShouldContain("UQ108  a soft-deleted row holds the key  certain");
        coloured.ShouldMatch("\u001b\\[[0-9;]*m *UQ108");
    }

    [TmuxFact]
    public async Task A_bare_explain_on_a_real_terminal_does_not_wait_for_input()
    {
        using var shop = await Shop.OpenAsync();

        (await ShowAsync($"'{UniquityCommand.Program}' explain", shop.Folder)).Plain.ShouldContain("uniquity explain: read an error, and say what it is");
    }

    /// <summary>Runs a call in a terminal of 90 columns, and gives the screen when it has ended.</summary>
    private static async Task<(string Plain, string Coloured)> ShowAsync(string call, string folder)
    {
        string[] server = ["-L", $"uniquity-{Path.GetFileName(folder)}", "-f", "/dev/null"];
        var script = Path.Combine(folder, "call.sh");
        await File.WriteAllTextAsync(script, $"unset NO_COLOR UNIQUITY_DB DATABASE_URL\n{call}\necho END-$?\nsleep 30\n");
        try
        {
            (await Tmux([.. server, "new-session", "-d", "-x", "90", "-y", "60", $"/bin/bash '{script}'"])).OrThrow("tmux");
            for (var attempt = 0; attempt < 600; attempt++)
            {
                await Task.Delay(100);
                var plain = await Tmux([.. server, "capture-pane", "-p"]);
                if (plain.Output.Contains("END-", StringComparison.Ordinal)) return (plain.Output, (await Tmux([.. server, "capture-pane", "-p", "-e"])).Output);
            }

            throw new TimeoutException("The call did not end on the terminal.");
        }
        finally
        {
            await Tmux([.. server, "kill-server"]);
        }
    }

    // tmux starts its call through the user's shell, and an account for services has none that runs anything.
    private static Task<CommandResult> Tmux(IReadOnlyList<string> arguments) => (UniquityCommand.With() with
    {
        Program = "tmux",
        Arguments = arguments,
    }).In(("TERM", "xterm-256color"), ("LC_ALL", "C.UTF-8"), ("TMUX", null), ("SHELL", "/bin/sh")).RunAsync();
}
