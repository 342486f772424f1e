using Uniquity.Facts;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Facts;

/// <summary>Conditions on rows in SQLite's language.</summary>
internal static class ConditionSql
{
    /// <summary>Adds WHERE and the conditions, joined by AND; nothing where there are none.</summary>
    public static SqlText Where(this SqlText sql, SqliteTable table, IReadOnlyList<Condition> conditions)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            sql.Add(i == 0 ? " WHERE " : " AND ");
            Add(sql, table, conditions[i]);
        }

        return sql;
    }

    private static void Add(SqlText sql, SqliteTable table, Condition condition)
    {
        switch (condition)
        {
            case Condition.Equal equal:
                sql.Add(KeyPartSql.Compared(equal.Part)).EqualsAny(SqliteValue.Candidates(equal.Value, table.AffinityOf(equal.Part)));
                break;
            case Condition.IsNull isNull:
                sql.Add(KeyPartSql.Value(isNull.Part)).Add(" IS NULL");
                break;
            case Condition.Passes passes:
                FilterText.Check(passes.Filter);
                sql.Add(KeyPartSql.Filter(passes.Filter));
                break;
            case Condition.Fails fails:
                // False or unknown: what a partial index leaves out.
                FilterText.Check(fails.Filter);
                sql.Add(KeyPartSql.Filter(fails.Filter)).Add(" IS NOT TRUE");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(condition), condition, "Bug in Uniquity: a condition of an unknown kind");
        }
    }
}
