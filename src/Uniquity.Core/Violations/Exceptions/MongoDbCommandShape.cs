namespace Uniquity.Violations.Exceptions;

/// <summary>MongoDB.Driver's exception of a command that was refused as a whole: findAndModify, createIndexes, <c>$merge</c>.</summary>
/// <remarks>The reply's keyPattern and keyValue say more than a message; the driver prints them in the reply's text.</remarks>
internal sealed class MongoDbCommandShape(Type type) : ExceptionShape
{
    private readonly Member _code = new(type, "Code");
    private readonly Member _result = new(type, "Result");

    public override Violation? First(Exception exception)
    {
        var code = _code.Number(exception);
        if (!MongoDbErrors.IsDuplicateKey(code)) return null;
        var violation = MongoDbErrors.Read(exception.Message, code!.Value);
        return violation.Key.Count > 0 || _result.Of(exception)?.ToString() is not { } reply ? violation : MongoDbErrors.Read(reply, code.Value);
    }
}
