using Npgsql;

namespace Uniquity.PostgreSql.Targets;

/// <summary>Reads columns that may be null.</summary>
internal static class ReaderExtensions
{
    /// <summary>A text, or <see langword="null"/>.</summary>
    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A bigint, or <see langword="null"/>.</summary>
    public static long? Number(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
