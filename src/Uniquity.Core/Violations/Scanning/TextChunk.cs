using System.Runtime.InteropServices;

namespace Uniquity.Violations.Scanning;

/// <summary>A part of a stream's text, with what was carried over from the one before.</summary>
/// <param name="Text">The characters: those carried over, then the fresh ones.</param>
/// <param name="Carried">How many of them were carried over.</param>
/// <param name="Cores">Where cores begin, counted from the first fresh character; negative where one began before it.</param>
/// <param name="IsLast">Whether nothing follows.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextChunk(ReadOnlyMemory<char> Text, int Carried, ReadOnlyMemory<int> Cores, bool IsLast);
