namespace Uniquity.Cli.Commands.Demo;

/// <summary>The scenes of the demo, in order.</summary>
internal static class DemoSteps
{
    private const string SignUp = "INSERT INTO users (tenant_id, email, name) VALUES (1, 'anna.keller@example.com', 'Anna Keller')";
    private const string NewProject = "INSERT INTO projects (tenant_id, slug, title) VALUES (7, 'website', 'Our website')";
    private const string LiveIndex = "users_email_live";
    private const string Shouted = "INSERT INTO users (tenant_id, email, name) VALUES (3, 'KARLA.NOVAK@EXAMPLE.COM', 'Karla Novak')";
    private const string NewIndex = "CREATE UNIQUE INDEX orders_external_ref_key ON orders (external_ref)";

    /// <summary>Every scene.</summary>
    public static IReadOnlyList<DemoStep> All { get; } =
    [
        new("A sign-up is refused", "Anna signs up. The database refuses her, and the support team finds no account of hers in the application.", async (stage, stop) =>
        {
            var error = await stage.RefuseAsync(SignUp, stop);
            await stage.RunAsync(["explain", error], stop);
            await stage.RunAsync(["diagnose", error, "--db", stage.Url, "--statement", SignUp], stop);
        }),
        new("A project is refused", "Tenant 7 has one project, and none is called website. The insert is refused all the same.", async (stage, stop) =>
        {
            var error = await stage.RefuseAsync(NewProject, stop);
            await stage.RunAsync(["diagnose", error, "--db", stage.Url, "--statement", NewProject], stop);
        }),
        new("An index cannot be built", "Payments arrive twice now and then, so the reference of an order is to be unique. The build is refused.", async (stage, stop) =>
        {
            var error = await stage.RefuseAsync(NewIndex, stop);
            await stage.RunAsync(["diagnose", error, "--db", stage.Url, "--statement", NewIndex], stop);
            await stage.RunAsync(["duplicates", "--db", stage.Url, "--on", "orders", "--key", "external_ref", "--top", "5"], stop);
        }),
        new("Duplicates that no index sees yet", "Every e-mail is unique, says the index. But people write theirs now in capitals, now with a space behind it.", (stage, stop) =>
            stage.RunAsync(["duplicates", "--db", stage.Url, "--on", "users", "--key", "email", "--where", "deleted_at is null", "--fold", "case,space", "--top", "5"], stop)),
        new("What is there", "The unique indexes of the whole file.", (stage, stop) => stage.RunAsync(["indexes", "--db", stage.Url], stop)),
        new("A plan", "Of each person the newest account is to stay, take what it lacks from the other, and get its orders. Nothing is changed yet.", (stage, stop) =>
            stage.RunAsync([.. "resolve --on users --key email --keep newest:created_at --merge fill".Split(' '), "--where", "deleted_at is null", "--fold", "case,space", "--out", stage.Plan, "--db", stage.Url], stop)),
        new("Done, with an archive", "The plan is applied as it was shown; had the rows changed since, it would be refused.", (stage, stop) =>
            stage.RunAsync(["apply", stage.Plan, "--db", stage.Url, "--yes"], stop)),
        new("And it stays so", "From now on an e-mail of a live account is unique, however it is written. Somebody shouts theirs.", async (stage, stop) =>
        {
            await stage.RunAsync(["enforce", "--on", "users", "--key", "email", "--fold", "case", "--where", "deleted_at is null", "--name", LiveIndex, "--db", stage.Url, "--apply", "--yes"], stop);
            await stage.RefuseAsync(Shouted, stop);
        }),
        new("All of it taken back", "It was only a demo: the index goes, and every account and order is as it was.", async (stage, stop) =>
        {
            await stage.RunAsync(["drop-index", LiveIndex, "--on", "users", "--db", stage.Url, "--apply", "--yes"], stop);
            await stage.RunAsync(["undo", await stage.NewestRunAsync(stop), "--db", stage.Url], stop);
        }),
    ];
}
