namespace Uniquity.Violations.Exceptions;

/// <summary>MongoDB.Driver's exceptions that hold a write error, or one for each document that was refused.</summary>
/// <remarks>https://www.mongodb.com/docs/drivers/csharp/current/: MongoWriteException, MongoBulkWriteException, ClientBulkWriteException.</remarks>
internal sealed class MongoDbWriteShape(Type type, string errors) : ExceptionShape
{
    private readonly Member _errors = new(type, errors);

    public override Violation? First(Exception exception) => All(exception).FirstOrDefault();

    public override IEnumerable<Violation> All(Exception exception)
    {
        foreach (var error in MongoDbErrors.Each(_errors.Of(exception)))
        {
            var code = new Member(error.GetType(), "Code").Number(error);
            if (MongoDbErrors.IsDuplicateKey(code)) yield return MongoDbErrors.Read(new Member(error.GetType(), "Message").Text(error), code!.Value);
        }
    }
}
