namespace Uniquity.Cli.Tests.Processes;

/// <summary>A test that needs tmux: without it, skipped with the reason, and a failure under <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TmuxFactAttribute : FactAttribute
{
    public TmuxFactAttribute()
    {
        var isHere = File.Exists("/usr/bin/tmux") || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "tmux")));
        if (!isHere && Environment.GetEnvironmentVariable("CI") != "true") Skip = "tmux is not installed: apt-get install tmux";
    }
}
