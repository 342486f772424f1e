using Uniquity.Loading;

namespace Uniquity.PostgreSql.Loading;

/// <summary>A chunk with all that can be made of it before the server is asked.</summary>
internal sealed class PreparedChunk(LoadTable table, LoadChunk chunk)
{
    /// <summary>The statements for its fields.</summary>
    public LoadSql Sql { get; } = new(table, chunk.Fields);

    /// <summary>Its records.</summary>
    public StagedChunk Rows { get; } = new(table, chunk);
}
