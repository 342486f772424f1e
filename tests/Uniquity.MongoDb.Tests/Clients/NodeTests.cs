using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Clients;

public class NodeTests
{
    [MongoDbFact]
    public async Task Programs_on_mongodb_and_mongoose_work_and_their_duplicates_are_read_as_they_print_them()
    {
        var folder = Directory.CreateTempSubdirectory("uniquity-node-").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(Path.Combine(ClientSmoke.Folder, "node"))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            var install = new Command
            {
                Program = "npm", Arguments = ["ci", "--omit=optional", "--no-audit", "--no-fund", "--ignore-scripts"],
                WorkingDirectory = folder, Timeout = TimeSpan.FromMinutes(3),
            };
            (await install.RunAsync()).OrThrow("npm ci");

            var texts = await ClientSmoke.RunAsync("node", Path.Combine(folder, "smoke.js"));

            // A stack trace stands between the message and the code: where it is long, explain reads the index and not the code.
            foreach (var name in (string[])["insert", "unordered", "update", "upsert", "transaction"])
                RoundTrip.ShouldName(texts, "driver " + name, "email_1");
            RoundTrip.ShouldName(texts, "driver indexBuild", "n_1");
            foreach (var name in (string[])["save", "insertMany", "updateOne", "upsert"])
                RoundTrip.ShouldName(texts, "mongoose " + name, "mail_1");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
