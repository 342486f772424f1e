using Uniquity.Causes;
using Uniquity.Cli.Json;

namespace Uniquity.Cli.Screens;

/// <summary>Shows how certain a cause is.</summary>
internal static class Confidences
{
    /// <summary>A mark after a cause's title; nothing for what is merely possible.</summary>
    public static Ink Mark(Confidence confidence) => confidence == Confidence.Possible ? new Ink("") : Word(confidence, "  ");

    /// <summary>The word.</summary>
    public static Ink Word(Confidence confidence, string before = "") => new(before + Words.Of(confidence), confidence switch
    {
        Confidence.Certain => Tone.Bad,
        Confidence.Likely => Tone.Warn,
        _ => Tone.Faint,
    });
}
