namespace Uniquity.Testing.Engines.DocumentDb.Wire;

/// <summary>One field of a BSON document: its type byte, its name, and the bytes of its value.</summary>
internal readonly record struct BsonField(byte Type, string Name, ReadOnlyMemory<byte> Value)
{
    public const byte Double = 1, Text = 2, Document = 3, Array = 4, Boolean = 8, Date = 9, Null = 10, Int32 = 16, Int64 = 18;
}
