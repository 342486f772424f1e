using Uniquity.Checking;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Checking;

/// <summary>The rules that a database gives hold there, whatever its indexes are made of.</summary>
public sealed class LiveRulesTests : OnPostgreSql
{
    private static readonly string[] Parts =
    [
        "a", "b DESC NULLS LAST", "\"we\"\"ird, (x\"", "größe", "lower(a)", "(a || '; --)')", "a COLLATE \"C\"", "(lower(v) COLLATE \"POSIX\")", "(j ->> 'it''s')", "f",
        "c", "(c || '\"')", "e", "(t[1])", "lower(r)", "upper(v) text_pattern_ops", "coalesce(v, '')", "(d + 1)", "(ARRAY[a, v])", "(g)",
    ];

    private static readonly string?[] Filters =
    [
        null, "a IS NOT NULL", "f", "NOT f AND d > 3", "e IN ('x', 'y,z')", "\"we\"\"ird, (x\" LIKE '%(''%' OR a IS NULL", "b BETWEEN 1 AND 9 AND c <> 'AND'", "a COLLATE \"C\" > 'm'",
        "g IS DISTINCT FROM 4", "j ? 'k' AND (v IS NULL) IS NOT TRUE",
    ];

    [PostgreSqlFact]
    public async Task Rules_of_many_shapes_of_index_hold_in_their_database()
    {
        await RunAsync("""
            CREATE EXTENSION IF NOT EXISTS citext;
            CREATE TYPE e AS ENUM ('x', 'y,z'); CREATE DOMAIN d AS int NOT NULL CHECK (VALUE > 0);
            CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            CREATE SCHEMA "o,the""r";
            CREATE TABLE "o,the""r"."Ta.ble (1)" (a text, b int, "we""ird, (x" text, größe text COLLATE ci, v varchar(20) COLLATE "C", j jsonb, f boolean, c citext, e e, t text[], r int4range, d d, g int GENERATED ALWAYS AS (b * 2) STORED,
              UNIQUE (a, b) DEFERRABLE INITIALLY DEFERRED, EXCLUDE USING gist (r WITH &&));
            """);
        var random = new Random(7);
        var made = new List<string>();
        for (var n = 0; n < 60; n++)
        {
            var key = string.Join(", ", random.GetItems(Parts, random.Next(1, 4)).Distinct());
            var filter = Filters[random.Next(Filters.Length)] is { } where ? $" WHERE {where}" : "";
            made.Add($"CREATE UNIQUE INDEX ON \"o,the\"\"r\".\"Ta.ble (1)\" ({key}){(n % 5 == 0 ? " NULLS NOT DISTINCT" : "")}{filter}");
        }

        foreach (var statement in made) await RunAsync(statement);

        var rules = await LiveRules.ReadAsync(Target, null, None);

        var kept = rules.Select(rule => rule.Rule).OfType<Rule>().ToList();
        kept.Count.ShouldBeGreaterThan(50);
        var report = await new RuleChecker(Target).CheckAsync(kept, new(), null, None);
        report.Missing.Select(missing => $"{missing.Rule.Key[0]}: {missing.Why}").ShouldBeEmpty();
        report.Different.Select(different => different.Index.Name).ShouldBeEmpty();
        report.Extra.Select(index => index.Name).ShouldBeEmpty();
        report.Held.Count.ShouldBe(kept.Count);
    }
}
