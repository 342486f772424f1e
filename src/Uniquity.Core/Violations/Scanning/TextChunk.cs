using System.Runtime.InteropServices;

namespace Uniquity.Violations.Scanning;

/// <summary>A part of a stream's text, with what was carried over from the one before.</summary>
/// <param name="Text">The characters.</param>
/// <param name="IsAscii">Whether all of them are surely ASCII.</param>
/// <param name="IsLast">Whether nothing follows.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextChunk(ReadOnlyMemory<char> Text, bool IsAscii, bool IsLast);
