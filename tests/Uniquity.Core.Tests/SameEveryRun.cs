using FsCheck;

namespace Uniquity.Core.Tests;

/// <summary>Properties whose texts can be ambiguous by chance run on the same texts every time, so that a red run means a change.</summary>
internal static class SameEveryRun
{
    /// <summary>A seed and its gamma, which has to be odd.</summary>
    public static Config Config { get; } = Config.QuickThrowOnFailure.WithReplay(20_261_121UL, 13_284_282_254_507_620_797UL);
}
