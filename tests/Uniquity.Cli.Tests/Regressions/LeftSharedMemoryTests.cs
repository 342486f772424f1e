using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Regressions;

/// <summary>libmongoc has a file of shared memory for each process, by its number, and a killed one leaves it.</summary>
public sealed class LeftSharedMemoryTests
{
    [DocumentDbFact]
    public async Task What_a_killed_process_left_is_no_warning_of_the_next_one()
    {
        if (!Directory.Exists("/dev/shm")) return;
        var file = Path.GetTempFileName();
        try
        {
            // The shell becomes the command, so the number is the one that the file is named by.
            var command = UniquityCommand.With() with
            {
                Program = "/bin/sh",
                Arguments = ["-c", """echo "/dev/shm/mongoc-$$" > "$1"; : > "/dev/shm/mongoc-$$"; exec "$2" indexes --db 'mongodb://127.0.0.1:1/db?serverSelectionTimeoutMS=100'""", "sh", file, UniquityCommand.Program],
            };
            var result = await command.RunAsync();
            result.ExitCode.ShouldBe(3);
            result.Error.Trim().ShouldStartWith("uniquity: MongoDB at 127.0.0.1:1 cannot be reached");
            result.Error.ShouldNotContain("WARNING");
        }
        finally
        {
            File.Delete((await File.ReadAllTextAsync(file)).Trim());
            File.Delete(file);
        }
    }
}
