using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Running;

/// <summary>What went wrong with a command.</summary>
internal enum MongoFailure
{
    /// <summary>The server refused it: nothing was done, or what the reply says.</summary>
    Refused,

    /// <summary>No server was found, or none that may answer; nothing was sent.</summary>
    NoServer,

    /// <summary>User, password or mechanism are wrong; nothing was sent.</summary>
    Denied,

    /// <summary>The connection went while the command was under way, or the server gave up a commit: whether a write was done is not known.</summary>
    OutcomeUnknown,

    /// <summary>The server wrote it, and does not know whether a majority of the servers has it: an election may take it back.</summary>
    Unconfirmed,

    /// <summary>libmongoc would not send it.</summary>
    NotSent,
}

/// <summary>A command that failed, with what the server replied.</summary>
internal sealed class MongoException(MongoFailure failure, int code, string message, BsonDocument? reply) : Exception(message)
{
    /// <summary>Unauthorized.</summary>
    public const int Unauthorized = 13;

    /// <summary>IndexNotFound.</summary>
    public const int IndexNotFound = 27;

    /// <summary>CannotCreateIndex.</summary>
    public const int CannotCreateIndex = 67;

    /// <summary>InvalidOptions.</summary>
    public const int InvalidOptions = 72;

    /// <summary>IndexOptionsConflict: the same key and options under another name, or another index under this one.</summary>
    public const int IndexOptionsConflict = 85;

    /// <summary>IndexKeySpecsConflict.</summary>
    public const int IndexKeySpecsConflict = 86;

    /// <summary>InvalidIndexSpecificationOption.</summary>
    public const int UnknownIndexOption = 197;

    /// <summary>CannotConvertIndexToUnique; the reply lists the violations.</summary>
    public const int CannotConvertToUnique = 359;

    /// <summary>DuplicateKey.</summary>
    public const int DuplicateKey = 11000;

    /// <summary>An accumulator that this server does not have.</summary>
    public const int UnknownGroupOperator = 15952;

    /// <summary>The server has the word and not what is asked of it: DocumentDB gathers no ids under a collation.</summary>
    public const int NotSupported = 115;

    /// <summary>NamespaceNotFound.</summary>
    public const int NamespaceNotFound = 26;

    /// <summary>MaxTimeMSExpired.</summary>
    public const int TimedOut = 50;

    /// <summary>CommandNotFound.</summary>
    public const int CommandNotFound = 59;

    /// <summary>What kind of failure it is.</summary>
    public MongoFailure Failure => failure;

    /// <summary>The server's code; libmongoc's own where there was no reply.</summary>
    public int Code => code;

    /// <summary>The name of the code, where the server told it.</summary>
    public string? CodeName => reply?["codeName"] is { Type: BsonType.String } name ? name.AsString() : null;

    /// <summary>The server's reply.</summary>
    public BsonDocument? Reply => reply;

    /// <summary>Whether the server says that the whole transaction may be tried again.</summary>
    public bool IsTransient => HasLabel("TransientTransactionError") || HasLabel("RetryableWriteError");

    /// <summary>Whether nobody knows if the transaction was committed (https://www.mongodb.com/docs/manual/core/transactions-in-applications/).</summary>
    public bool MayBeCommitted => HasLabel("UnknownTransactionCommitResult");

    private bool HasLabel(string wanted)
    {
        if (reply?["errorLabels"] is not { Type: BsonType.Array } labels) return false;
        foreach (var label in labels.AsDocument())
        {
            if (label.Type == BsonType.String && label.AsString() == wanted) return true;
        }

        return false;
    }
}
