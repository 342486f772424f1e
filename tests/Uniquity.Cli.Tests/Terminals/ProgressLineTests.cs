using Uniquity.Cli.Terminals;
using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Terminals;

public sealed class ProgressLineTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void In_a_pipe_there_is_a_line_every_ten_seconds()
    {
        using (var progress = new ProgressLine(Open(terminal: false), "counting", quiet: false))
        {
            _clock.Advance(TimeSpan.FromSeconds(9));
            _error.ToString().ShouldBeEmpty();

            progress.Report(1_500_000, 3_000_000, "rows");
            _clock.Advance(TimeSpan.FromSeconds(6));
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        _clock.Advance(TimeSpan.FromSeconds(60));
        _error.ToString().ReplaceLineEndings("\n").ShouldBe(
            "counting: 1,500,000 rows of 3,000,000 rows, 50%, 100,000 rows/s, 15 s left\n"
            + "counting: 1,500,000 rows of 3,000,000 rows, 50%, 75,000 rows/s, 20 s left\n");
    }

    [Fact]
    public void Records_are_told_beside_the_bytes_that_they_were_read_from()
    {
        using (var progress = new ProgressLine(Open(terminal: false), "loading into users", quiet: false))
        {
            progress.Report(5 * 1024 * 1024, 20 * 1024 * 1024, "bytes");
            progress.Tell("50,000 records");
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        _error.ToString().ReplaceLineEndings("\n").ShouldBe("loading into users: 5 MiB of 20 MiB, 50,000 records, 25%, 512 KiB/s, 30 s left\n");
    }

    [Fact]
    public void On_a_terminal_a_line_redraws_itself_and_is_gone_at_the_end()
    {
        using (var progress = new ProgressLine(Open(terminal: true), "reading log", quiet: false))
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            progress.Report(10 * 1024 * 1024, total: null, "bytes");
            _clock.Advance(TimeSpan.FromMilliseconds(500));
        }

        _error.ToString().ShouldStartWith("\r\u001b[Kreading log … 0.5 s\r\u001b[Kreading log: 10 MiB, ");
        _error.ToString().ShouldEndWith("\r\u001b[K");
    }

    [Fact]
    public void A_short_step_shows_nothing()
    {
        using (new ProgressLine(Open(terminal: true), "reading", quiet: false)) _clock.Advance(TimeSpan.FromMilliseconds(400));

        _error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Who_wants_quiet_has_it()
    {
        using (new ProgressLine(Open(terminal: true), "reading", quiet: true)) _clock.Advance(TimeSpan.FromMinutes(1));

        _error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void A_line_is_no_longer_than_the_terminal_is_wide()
    {
        using (new ProgressLine(Open(terminal: true, width: 20), new string('x', 200), quiet: false)) _clock.Advance(TimeSpan.FromMilliseconds(500));

        _error.ToString().ShouldBe("\r\u001b[K" + new string('x', 19) + "\r\u001b[K");
    }

    public void Dispose() => _error.Dispose();

    private Terminal Open(bool terminal, int width = 100) => new()
    {
        Out = TextWriter.Null,
        Error = _error,
        OpenIn = () => Stream.Null,
        ErrorIsTerminal = terminal,
        Width = () => width,
        Variable = _ => null,
        Clock = _clock,
    };
}
