using System.Text;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Resolving;

/// <summary>Random tables, groups, children and policies: what is applied and undone leaves the database as it was.</summary>
public class PropertyTests
{
    private static readonly string[] Policies = ["first", "last", "largest:n", "smallest:n", "newest:at", "oldest:at", "most-complete"];
    private static readonly string[] Rules = ["fill", "n=sum", "n=max", "at=min", "note=longest", "tags=union"];
    private static readonly string[] Actions = ["", "ON DELETE CASCADE", "ON DELETE SET NULL", "ON DELETE RESTRICT", "ON DELETE CASCADE ON UPDATE CASCADE", "DEFERRABLE INITIALLY DEFERRED"];

    [PostgreSqlTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whatever_is_applied_and_undone_leaves_the_database_as_it_was(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 4; round++)
        {
            var setup = Setup(random);
            await using var shop = await Resolution.OfAsync(setup);
            var merge = Rules.Where(_ => random.Next(3) == 0).DistinctBy(rule => rule.Split('=')[0]).ToArray();
            var request = Resolution.Request("t", "key", Policies[random.Next(Policies.Length)], merge) with { BatchGroups = random.Next(1, 12) };
            var told = $"seed {seed}, round {round}, {request.Keep}, {string.Join(" ", merge)}, batches of {request.BatchGroups}:\n{string.Join(";\n", setup)}";
            var before = await shop.DumpAsync();
            try
            {
                var run = await shop.ApplyAsync(request);
                (await shop.RowsAsync("SELECT key FROM t WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1")).ShouldBeEmpty();
                var undone = await shop.UndoAsync(run);
                undone.Left.ShouldBeEmpty();
                (await shop.DumpAsync()).ShouldBe(before);
                (await shop.DumpAsync("n.nspname = 'uniquity' AND c.relname LIKE 'r-%'")).ShouldNotContain("(");
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{told}\n{failure.Message}", failure);
            }
        }
    }

    private static string[] Setup(Random random)
    {
        var rows = random.Next(5, 120);
        var groups = random.Next(1, rows);
        var setup = new List<string>
        {
            "CREATE TABLE t (id int PRIMARY KEY, key text, n numeric NOT NULL, at timestamptz NOT NULL, note text, tags int[], parent int, fav int)",
            $"INSERT INTO t SELECT i, NULLIF('k' || (i * {random.Next(1, 50)}) % {groups}, 'k3'), (i * 7919) % 101, timestamptz '2024-01-01 UTC' + (i * 31) % 17 * interval '1 day', CASE WHEN i % 3 > 0 THEN repeat('x', i % 5) END, CASE WHEN i % 2 = 0 THEN ARRAY[i % 4, i % 7] END, (i * {random.Next(1, 90)}) % {rows} + 1, NULL FROM generate_series(1, {rows}) AS i",
        };
        if (random.Next(2) == 0) setup.Add($"ALTER TABLE t ADD FOREIGN KEY (parent) REFERENCES t {Action(random)}");
        var tables = random.Next(1, 4);
        for (var n = 0; n < tables; n++) setup.AddRange(Child(random, n, rows));
        if (random.Next(2) == 0) setup.Add($"ALTER TABLE t ADD FOREIGN KEY (fav) REFERENCES c0 {Action(random)}; UPDATE t SET fav = (SELECT min(id) FROM c0 WHERE c0.id >= t.id)");
        return [.. setup];
    }

    private static IEnumerable<string> Child(Random random, int n, int rows)
    {
        var unique = random.Next(4) switch { 0 => ", UNIQUE (p, x)", 1 => ", UNIQUE (p, q)", 2 => ", UNIQUE (x, q)", _ => "" };
        var table = new StringBuilder($"CREATE TABLE c{n} (id int {(n == 0 || random.Next(3) > 0 ? "PRIMARY KEY" : "")}, p int REFERENCES t {Action(random)}, q int {(random.Next(2) == 0 ? $"REFERENCES t {Action(random)}" : "")}, x int, n int");
        table.Append(unique).Append(')');
        yield return table.ToString();
        yield return $"INSERT INTO c{n} SELECT i, (i * {random.Next(1, 70)}) % {rows} + 1, NULLIF((i * {random.Next(1, 70)}) % {rows} + 1, 4), i % {random.Next(1, 6)}, i % 9 FROM generate_series(1, {random.Next(1, 150)}) AS i ON CONFLICT DO NOTHING";
        if (random.Next(2) == 0) yield break;
        yield return $"CREATE TABLE d{n} (c int, y int, note text{(random.Next(2) == 0 ? ", UNIQUE (c, y)" : "")})";
        yield return $"INSERT INTO d{n} SELECT id, id % 2, 'd' || id FROM c{n}";
        yield return $"DO $$ BEGIN ALTER TABLE d{n} ADD FOREIGN KEY (c) REFERENCES c{n} (id) {Action(random)}; EXCEPTION WHEN OTHERS THEN NULL; END $$";
    }

    private static string Action(Random random) => Actions[random.Next(Actions.Length)];
}
