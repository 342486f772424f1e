using Npgsql;
using Uniquity.Facts;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Facts;

/// <summary>Turns what the server refuses into a reason why something was not checked.</summary>
internal static class Checking
{
    /// <summary>Asks.</summary>
    /// <param name="session">The session.</param>
    /// <param name="what">What is asked, as the subject of the sentence: a table.</param>
    /// <param name="ask">The question.</param>
    /// <exception cref="NotCheckedException">The server refused, or the connection was lost.</exception>
    public static async Task<T> CheckedAsync<T>(this Session session, string what, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PostgresException refused)
        {
            throw new NotCheckedException($"{what} could not be asked: {Refusal.Explain(refused, session.StatementTimeout)}.", refused);
        }
        catch (NpgsqlException lost)
        {
            throw new NotCheckedException($"{what} could not be asked: the connection was lost ({lost.Message.ReplaceLineEndings(" ")}).", lost);
        }
    }
}
