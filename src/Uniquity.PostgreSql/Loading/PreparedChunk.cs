using Uniquity.Loading;

namespace Uniquity.PostgreSql.Loading;

/// <summary>A chunk with all that can be made of it before the server is asked.</summary>
internal sealed class PreparedChunk : IDisposable
{
    /// <summary>Makes it.</summary>
    public PreparedChunk(LoadTable table, LoadChunk chunk)
    {
        Sql = new(table, chunk.Fields);
        Rows = new(table, chunk);
        Bytes = Rows.Encode(Sql);
    }

    /// <summary>The statements for its fields.</summary>
    public LoadSql Sql { get; }

    /// <summary>Its records.</summary>
    public StagedChunk Rows { get; }

    /// <summary>Their bytes; <see langword="null"/> where they are copied record after record.</summary>
    public CopyBytes? Bytes { get; }

    /// <inheritdoc/>
    public void Dispose() => Bytes?.Dispose();
}
