using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace Uniquity.Architecture.Tests.Packages;

/// <summary>What <c>dotnet pack</c> yields is whole: page, icon, documentation, symbols.</summary>
public class PackageTests
{
    [Fact]
    public async Task Every_package_has_its_page_icon_documentation_and_symbols()
    {
        var folder = Directory.CreateTempSubdirectory("uniquity-packages-").FullName;
        try
        {
            await PackAsync(folder);
            var libraries = Repository.Files.Where(IsPackable).Select(file => Path.GetFileNameWithoutExtension(file)!).ToList();
            libraries.Count.ShouldBeGreaterThan(5);

            foreach (var library in libraries) Check(folder, library);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool IsPackable(string file) =>
        file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal) && Repository.Read(file).Contains("<IsPackable>true</IsPackable>", StringComparison.Ordinal);

    private static void Check(string folder, string library)
    {
        var package = Directory.GetFiles(folder, $"{library}.*.nupkg").ShouldHaveSingleItem();
        using var zip = ZipFile.OpenRead(package);
        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        foreach (var file in (string[])["README.md", "icon.png", $"lib/net10.0/{library}.dll", $"lib/net10.0/{library}.xml"]) names.ShouldContain(file, library);

        using var page = new StreamReader(zip.GetEntry("README.md")!.Open());
        page.ReadLine().ShouldBe($"# {library}");
        var metadata = XDocument.Load(zip.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open()).Root!.Elements().Single();
        foreach (var member in (string[])["description", "license", "icon", "readme", "tags"]) metadata.Elements().ShouldContain(element => element.Name.LocalName == member, $"{library}: {member}");

        using var symbols = ZipFile.OpenRead(Directory.GetFiles(folder, $"{library}.*.snupkg").ShouldHaveSingleItem());
        symbols.Entries.ShouldContain(entry => entry.FullName == $"lib/net10.0/{library}.pdb");
    }

    // What the build has made is packed as it is.
    private static async Task PackAsync(string folder)
    {
        var configuration = AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";
        var start = new ProcessStartInfo("dotnet", ["pack", "Uniquity.slnx", "--no-build", "--configuration", configuration, "--output", folder, "-nodeReuse:false", "-verbosity:quiet"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var pack = Process.Start(start)!;
        var output = await pack.StandardOutput.ReadToEndAsync() + await pack.StandardError.ReadToEndAsync();
        await pack.WaitForExitAsync();
        pack.ExitCode.ShouldBe(0, output);
        output.ShouldNotContain("warning");
    }
}
