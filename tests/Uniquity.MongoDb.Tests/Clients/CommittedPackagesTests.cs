namespace Uniquity.MongoDb.Tests.Clients;

public class CommittedPackagesTests
{
    [Fact]
    public void The_lock_file_of_npm_pins_every_package_by_its_hash_and_names_no_registry()
    {
        var text = File.ReadAllText(Path.Combine(ClientSmoke.Folder, "node", "package-lock.json"));

        text.ShouldNotContain("\"resolved\"");
        text.Split("\"integrity\": \"sha512-").Length.ShouldBeGreaterThan(10);
    }
}
