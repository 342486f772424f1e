namespace Uniquity.MongoDb.Native;

/// <summary>Where an error of libmongoc comes from (<c>mongoc_error_domain_t</c>, error API 2).</summary>
internal static class ErrorDomain
{
    public const uint Client = 1;
    public const uint Stream = 2;
    public const uint Protocol = 3;
    public const uint Sasl = 7;
    public const uint Scram = 14;
    public const uint ServerSelection = 15;
    public const uint WriteConcern = 16;
    public const uint Server = 17;

    /// <summary><c>MONGOC_ERROR_CLIENT_AUTHENTICATE</c>, in the domain of the client.</summary>
    public const uint AuthenticateCode = 11;
}
