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

        foreach (var form in (string[])["", " traceback", " repr", " json"])
        {
            foreach (var name in (string[])["insert", "unordered", "ordered", "update", "upsert", "findAndModify", "transaction"])
                RoundTrip.ShouldName(texts, name + form, "email_1");
            RoundTrip.ShouldName(texts, "id" + form, "_id_");
            RoundTrip.ShouldName(texts, "compound" + form, "tenant_1_number_1");
            RoundTrip.ShouldName(texts, "indexBuild" + form, "n_1");
        }
    }
}
