using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Enforcing;

/// <summary>Makes an index of a request, and refuses what SQLite cannot enforce.</summary>
internal sealed class RequestCheck(SqliteSession session)
{
    /// <summary>The index that is asked for, without its name.</summary>
    /// <exception cref="RefusedException">SQLite cannot enforce it; the message says what to do instead.</exception>
    public async Task<WantedIndex> ReadAsync(EnforceRequest request, SqliteTable table, CancellationToken cancellation)
    {
        if (request.As == EnforceAs.Constraint)
            throw new RefusedException($"SQLite adds no constraint to a table that is there: it would have to be made anew. A unique index refuses the same rows, and foreign keys may refer to it where it has no filter: --as index");
        if (request.Name is "") throw new UsageException("--name is empty; nearest right call: leave it out");
        if (request.Name is { } given && given.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase)) throw new UsageException($"{given} begins with sqlite_, which SQLite keeps for itself: choose another --name");
        if (request.Nulls is NullHandling.Sparse or NullHandling.Value) throw new UsageException("sparse indexes are MongoDB's: SQLite leaves nulls out of the index with --skip-null");
        if (request is { Nulls: NullHandling.NotDistinct, SkipNull: true }) throw new UsageException("--skip-null leaves null keys out and --nulls not-distinct lets one of them in: choose one");
        if ((request.Fold & ~Folding.Case) != Folding.None) throw new RefusedException("A SQLite index folds ASCII case (NOCASE) and nothing else: write a folded copy into a column of its own, and enforce that");
        var conditions = request.SkipNull ? request.Key.Select(part => $"{KeyPartSql.Value(part)} IS NOT NULL") : [];
        if (request.Where is { } where)
        {
            FilterText.Check(where);
            conditions = conditions.Prepend(request.SkipNull ? KeyPartSql.Filter(where) : where);
        }

        var key = request.Fold == Folding.None ? request.Key : [.. request.Key.Select(part => part with { Collation = "NOCASE" })];
        var wanted = new WantedIndex(table, "uniquity_wanted", key, string.Join(" AND ", conditions) is { Length: > 0 } filter ? filter : null, request.Nulls == NullHandling.NotDistinct);
        await CompileAsync(wanted, cancellation);
        return wanted;
    }

    /// <summary>Lets SQLite compile the statement, and not run it.</summary>
    private async Task CompileAsync(WantedIndex wanted, CancellationToken cancellation)
    {
        try
        {
            await session.QueryAsync(new SqlText().Add("EXPLAIN " + wanted.Create), _ => 0, cancellation);
        }
        catch (TargetException wrong) when (SqliteFault.IsMisspelt(wrong, out var said))
        {
            throw new UsageException($"SQLite cannot make this unique index of {wanted.Table.Name.Name}: {said}", wrong);
        }
    }
}
