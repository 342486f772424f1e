using Uniquity.Targets;

namespace Uniquity.Sqlite.Sql;

/// <summary>Filters that a person types.</summary>
internal static class FilterText
{
    /// <summary>Refuses a text that is not one expression, so that it cannot end the statement it is put into.</summary>
    /// <exception cref="UsageException">A bracket or quote is open, or a semicolon stands in it.</exception>
    public static void Check(string filter)
    {
        if (!TokenList.IsOneExpression(SqlTokenizer.Tokenize(filter)))
        {
            throw new UsageException($"'{filter}' is no filter: write one expression, such as deleted_at IS NULL");
        }
    }
}
