using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Clients;

public class PyMongoTests
{
    // Debian's PyMongo belongs to Debian's Python, whatever else is first on PATH.
    private static readonly string Python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    [MongoDbFact]
    public async Task A_program_on_pymongo_works_and_its_duplicates_are_read_as_it_prints_them()
    {
        var texts = await ClientSmoke.RunAsync(Python, Path.Combine(ClientSmoke.Folder, "pymongo", "smoke.py"));

        RoundTrip.ShouldName(texts, "insert", "email_1");
        RoundTrip.ShouldName(texts, "id", "_id_");
        RoundTrip.ShouldName(texts, "unordered", "email_1");
        RoundTrip.ShouldName(texts, "ordered", "email_1");
        RoundTrip.ShouldName(texts, "update", "email_1");
        RoundTrip.ShouldName(texts, "upsert", "email_1");
        RoundTrip.ShouldName(texts, "findAndModify", "email_1");
        RoundTrip.ShouldName(texts, "transaction", "email_1");
        RoundTrip.ShouldName(texts, "compound", "tenant_1_number_1");
        RoundTrip.ShouldName(texts, "indexBuild", "n_1");
    }
}
