namespace Uniquity.Loading;

/// <summary>Holds the values of records, and is used again for others: what a chunk leaves behind is nothing to collect.</summary>
/// <remarks>Not safe for concurrent use. After <see cref="Clear"/> the records that were read into it are void.</remarks>
public sealed class RecordMemory
{
    private const int BlockSize = 256 * 1024;
    private readonly List<byte[]> blocks = [];
    private readonly List<LoadValue[]> rows = [];
    private int block = -1;
    private int used = BlockSize;
    private int row;

    /// <summary>How many bytes it keeps.</summary>
    public long Length { get; private set; }

    /// <summary>Keeps bytes.</summary>
    /// <returns>The same bytes, in this memory.</returns>
    public Memory<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        var kept = Room(bytes.Length);
        bytes.CopyTo(kept.Span);
        return kept;
    }

    /// <summary>Room for the values of one record, all of them missing.</summary>
    public LoadValue[] Values(int count)
    {
        if (row == rows.Count) rows.Add(new LoadValue[count]);
        else if (rows[row].Length != count) rows[row] = new LoadValue[count];
        return rows[row++];
    }

    /// <summary>Makes it empty; its room stays, but for that of single long values.</summary>
    public void Clear()
    {
        // What still pointed at a long value would keep it.
        for (var at = 0; at < row; at++) Array.Clear(rows[at]);
        (block, used, row, Length) = (-1, BlockSize, 0, 0);
    }

    /// <summary>Room for bytes that the caller writes.</summary>
    internal Memory<byte> Room(int count)
    {
        if (count == 0) return default;
        Length += count;
        if (count > BlockSize / 4) return new byte[count];
        if (BlockSize - used < count)
        {
            if (++block == blocks.Count) blocks.Add(GC.AllocateUninitializedArray<byte>(BlockSize));
            used = 0;
        }

        used += count;
        return blocks[block].AsMemory(used - count, count);
    }
}
