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
                Program = "npm",
                Arguments = ["ci", "--omit=optional", "--no-audit", "--no-fund", "--ignore-scripts"],
                WorkingDirectory = folder,
                Timeout = TimeSpan.FromMinutes(3),
            };
            (await install.RunAsync()).OrThrow("npm ci");

            var texts = await ClientSmoke.RunAsync("node", Path.Combine(folder, "smoke.js"));

            foreach (var form in (string[])["", " deep", " json", " stack", " string"])
            {
                foreach (var name in (string[])["insert", "unordered", "ordered", "update", "upsert", "transaction"])
                    RoundTrip.ShouldName(texts, $"driver {name}{form}", "email_1");
                RoundTrip.ShouldName(texts, "driver indexBuild" + form, "n_1");
                foreach (var name in (string[])["save", "insertMany", "bulkWrite", "updateOne", "upsert"])
                    RoundTrip.ShouldName(texts, $"mongoose {name}{form}", "mail_1");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
