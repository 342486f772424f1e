using System.Runtime.InteropServices;

namespace Uniquity.Loading;

/// <summary>One value of a record.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; <see langword="null"/> where it is missing or null.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LoadValue(LoadValueKind Kind, string? Text)
{
    /// <summary>Null.</summary>
    public static LoadValue Null { get; } = new(LoadValueKind.Null, null);
}
