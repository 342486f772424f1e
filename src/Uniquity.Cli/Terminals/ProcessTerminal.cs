using System.Globalization;
using System.Text;

namespace Uniquity.Cli.Terminals;

#pragma warning disable RS0030 // This is the one place that talks to the console.

/// <summary>The terminal of this process.</summary>
internal static class ProcessTerminal
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Opens it.</summary>
    public static Terminal Open() => new()
    {
        Out = Writer(1, autoFlush: false),
        Error = Writer(2, autoFlush: true),
        OpenIn = () => StandardInput.IsClosed ? Stream.Null : Console.OpenStandardInput(),
        InIsRedirected = Console.IsInputRedirected,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = Width,
        Variable = Environment.GetEnvironmentVariable,
    };

    private static StreamWriter Writer(int descriptor, bool autoFlush)
    {
        var stream = OutputStream.Open(descriptor, descriptor == 1 ? Console.OpenStandardOutput : Console.OpenStandardError);
        return new StreamWriter(stream, Utf8, 16 * 1024) { AutoFlush = autoFlush };
    }

    private static int Width()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0)
        {
            return columns;
        }

        if (WindowSize.Columns is { } measured) return measured;
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
