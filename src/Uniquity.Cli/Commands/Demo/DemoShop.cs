using System.Globalization;
using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Commands.Demo;

/// <summary>The made-up shop: the same rows on every machine.</summary>
internal static class DemoShop
{
    private const int Users = 10_000;
    private const int Orders = 10_400;

    private const string Schema = """
        CREATE TABLE users (
          id         INTEGER PRIMARY KEY,
          tenant_id  INTEGER NOT NULL,
          email      TEXT NOT NULL,
          name       TEXT NOT NULL,
          phone      TEXT,
          created_at TEXT NOT NULL DEFAULT '2026-01-01T00:00:00Z',
          deleted_at TEXT
        );
        CREATE UNIQUE INDEX users_email_key ON users (email);
        CREATE TABLE projects (
          id        INTEGER PRIMARY KEY,
          tenant_id INTEGER NOT NULL,
          slug      TEXT NOT NULL UNIQUE,
          title     TEXT NOT NULL
        );
        CREATE TABLE orders (
          id           INTEGER PRIMARY KEY,
          user_id      INTEGER NOT NULL REFERENCES users (id),
          external_ref TEXT,
          total_cents  INTEGER NOT NULL,
          created_at   TEXT NOT NULL
        );
        CREATE INDEX orders_user_id ON orders (user_id);
        """;

    /// <summary>Makes the tables and fills them.</summary>
    /// <returns>What there is, in words.</returns>
    public static async Task<string> FillAsync(DemoDatabase database, CancellationToken cancellationToken)
    {
        await database.ExecuteAsync(Schema, cancellationToken);
        await database.InsertAsync("INSERT INTO users (tenant_id, email, name, phone, created_at, deleted_at) VALUES ($1, $2, $3, $4, $5, $6)", DemoPeople.Rows(Users), cancellationToken);
        await database.InsertAsync("INSERT INTO projects (tenant_id, slug, title) VALUES ($1, $2, $3)", Projects(), cancellationToken);
        await database.InsertAsync("INSERT INTO orders (user_id, external_ref, total_cents, created_at) VALUES ($1, $2, $3, $4)", OrderRows(), cancellationToken);
        return $"{Say.Count(Users, "user")}, {Say.Count(Orders, "order")}, {Say.Count(Projects().Count(), "project")}";
    }

    /// <summary>Each tenant has projects of a few usual names; that they may share them was forgotten.</summary>
    private static IEnumerable<object?[]> Projects()
    {
        string[] slugs = ["website", "app", "shop", "intranet", "blog", "newsletter"];
        for (var at = 0; at < slugs.Length; at++) yield return [at + 1, slugs[at], "Our " + slugs[at]];
        for (var tenant = 7; tenant <= 40; tenant++) yield return [tenant, $"relaunch-{tenant}", "Relaunch"];
    }

    /// <summary>Payments whose webhook came twice or thrice, some without a reference, some with an empty one.</summary>
    private static IEnumerable<object?[]> OrderRows()
    {
        var random = new Random(20261120);
        for (var at = 0; at < Orders; at++)
        {
            var reference = at switch
            {
                _ when at % 97 == 0 => null,
                _ when at % 131 == 0 => "",
                _ when at % 40 == 1 && at > 1 => Reference(at - 1),
                _ when at % 400 == 2 && at > 2 => Reference(at - 2),
                _ => Reference(at),
            };
            var made = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(at * 31);
            yield return [random.Next(1, Users), reference, random.Next(500, 25_000), made.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)];
        }
    }

    private static string Reference(int number) => string.Create(CultureInfo.InvariantCulture, $"pay_{number * 7919L % 1_000_003:x6}");
}
