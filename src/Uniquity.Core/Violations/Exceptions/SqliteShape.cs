using System.Globalization;
using Uniquity.Violations.Sqlite;

namespace Uniquity.Violations.Exceptions;

/// <summary>SQLite tells by its extended result code that a key is taken; the table and its columns stand in the message alone.</summary>
/// <remarks>Result codes: https://sqlite.org/rescode.html. Which index it was, a connection can tell (the SQLite library of Uniquity).</remarks>
internal sealed class SqliteShape(Type type, string code) : ExceptionShape
{
    private const int Unique = 2067;
    private const int PrimaryKey = 1555;
    private const int RowId = 2579;
    private const string Sentence = "UNIQUE constraint failed: ";

    private readonly Member _code = new(type, code);

    public override Violation? First(Exception exception)
    {
        if (_code.Number(exception) is not ({ } number and (Unique or PrimaryKey or RowId))) return null;
        var named = TryRead(exception.Message, out var columns);
        return new Violation
        {
            Engine = "sqlite",
            Code = number.ToString(CultureInfo.InvariantCulture),
            Kind = ViolationKind.Write,
            Table = named ? columns.Table : null,
            Index = named ? columns.Index : null,
            Key = named ? columns.Key ?? [] : [],
        };
    }

    // SQLite Error 19: 'UNIQUE constraint failed: users.email'. The other driver puts its own line before the sentence.
    private static bool TryRead(ReadOnlySpan<char> message, out SqliteColumns columns)
    {
        columns = default;
        var at = message.IndexOf(Sentence);
        if (at < 0) return false;
        var rest = message[(at + Sentence.Length)..];
        if (rest.EndsWith("'.") && message[..at].EndsWith("'")) rest = rest[..^2];
        return SqliteColumns.TryReadExact(rest.TrimEnd("\r\n"), out columns);
    }
}
