using Uniquity.Indexes;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Catalogue;

/// <summary>The sizes of indexes, where SQLite can tell them soon.</summary>
/// <remarks>
/// The dbstat table walks every page of an index (https://www.sqlite.org/dbstat.html) and is not in every build. So sizes are
/// told for files up to <see cref="LargestFileBytes"/>; beyond, and for a primary key that is the table itself, none is.
/// </remarks>
internal sealed class IndexSizes(SqliteSession session)
{
    /// <summary>The largest file that is walked: 256 MB, some 0.2 s of reading when it is in the page cache.</summary>
    private const long LargestFileBytes = 256L << 20;

    private bool? _canTell;

    /// <summary>The size of an index in bytes.</summary>
    public async Task<long?> OfAsync(UniqueIndex index, CancellationToken cancellation)
    {
        _canTell ??= await CanTellAsync(cancellation);
        if (_canTell == false) return null;
        var sql = new SqlText().Add("SELECT pgsize FROM dbstat WHERE aggregate = 1 AND name = ").Value(index.Name);
        var bytes = await session.NumberAsync(sql, cancellation);
        return bytes == 0 ? null : bytes;
    }

    private async Task<bool> CanTellAsync(CancellationToken cancellation)
    {
        var sql = new SqlText().Add("SELECT (SELECT count(*) FROM pragma_module_list WHERE name = 'dbstat') > 0 ")
            .Add("AND (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) <= ").Value(LargestFileBytes);
        return await session.NumberAsync(sql, cancellation) != 0;
    }
}
