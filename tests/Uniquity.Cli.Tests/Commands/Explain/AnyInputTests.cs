using System.Text;
using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Commands.Explain;

public class AnyInputTests
{
    private const string Sentence = "UNIQUE constraint failed: users.email";

    [Fact]
    public async Task An_empty_text_is_said_to_be_empty()
    {
        var outcome = await Running.Cli.PipeAsync("", "explain");

        outcome.Code.ShouldBe(1);
        outcome.Out.ShouldStartWith("No unique violation: the text is empty.");
    }

    [Fact]
    public async Task Binary_data_is_said_to_look_like_it()
    {
        var bytes = new byte[100_000];
        new Random(5).NextBytes(bytes);

        var outcome = await Explain(bytes);

        outcome.Code.ShouldBe(1);
        outcome.Out.ShouldStartWith("No unique violation: 97.7 KiB that look like binary data, not text, hold none.");
    }

    [Fact]
    public async Task Bytes_that_are_no_character_do_not_hide_what_stands_beside_them() =>
        (await Explain([0xff, 0xfe - 1, .. Encoding.UTF8.GetBytes($"\n{Sentence}\n"), 0xc3, 0x28])).Code.ShouldBe(0);

    [Fact]
    public async Task Text_in_UTF_16_with_its_mark_is_read() =>
        (await Explain([0xff, 0xfe, .. Encoding.Unicode.GetBytes(Sentence)])).Code.ShouldBe(0);

    [Fact]
    public async Task A_line_of_100_MB_is_read()
    {
        var line = new byte[100 * 1024 * 1024];
        line.AsSpan().Fill((byte)'x');
        Encoding.UTF8.GetBytes(" " + Sentence).CopyTo(line, line.Length - Sentence.Length - 1);

        var outcome = await Explain(line);

        outcome.Code.ShouldBe(0);
        outcome.Out.ShouldContain("key       email");
    }

    [Fact]
    public async Task A_file_is_read_as_standard_input_is()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, $"first\n{Sentence}\n");
            var outcome = await Running.Cli.RunAsync("explain", "--file", file);

            outcome.Code.ShouldBe(0);
            outcome.Out.ShouldContain("line      2");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Ctrl_C_ends_the_reading_with_130()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var outcome = await new Running.Cli { Input = new byte[10_000_000], Stop = stop.Token }.CallAsync("explain");

        outcome.Code.ShouldBe(130);
        outcome.Error.ShouldBe("uniquity: stopped; nothing was changed\n");
    }

    private static Task<Outcome> Explain(byte[] input) => new Running.Cli { Input = input }.CallAsync("explain");
}
