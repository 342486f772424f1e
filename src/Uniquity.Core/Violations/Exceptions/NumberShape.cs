using System.Globalization;

namespace Uniquity.Violations.Exceptions;

/// <summary>A driver whose exceptions have the server's error number, and the names in the message alone.</summary>
/// <remarks>
/// SQL Server: 2627 a constraint, 2601 an index, 1505 an index build. MySQL: 1062 ER_DUP_ENTRY, 1586 the same with the key's name.
/// Oracle: ORA-00001.
/// </remarks>
internal sealed class NumberShape(Type type, string engine, params int[] numbers) : ExceptionShape
{
    private readonly Member _number = new(type, "Number");

    public override Violation? First(Exception exception)
    {
        if (_number.Number(exception) is not { } number || !numbers.Contains(number)) return null;
        return MessageNames.Read(exception.Message, engine, number.ToString(CultureInfo.InvariantCulture));
    }
}
