using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Enforcing;

/// <summary>What only PostgreSQL has: constraints, partitions, replica identities, names that the server chooses.</summary>
public sealed class IndexTests
{
    private const string Users = "CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, name text)";

    [PostgreSqlFact]
    public async Task A_constraint_is_made_of_the_index_and_named_as_the_server_does()
    {
        await using var scene = await Enforcement.OfAsync(Users);

        var result = await scene.ApplyAsync(Enforcement.Request("users", "email", "name") with { As = EnforceAs.Constraint, Nulls = NullHandling.NotDistinct });

        result.Index.ShouldBe("users_email_name_key");
        (await scene.Database.ScalarAsync<string>("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'users_email_name_key'")).ShouldBe("UNIQUE NULLS NOT DISTINCT (email, name)");
        (await scene.PlanAsync(Enforcement.Request("users", "email", "name") with { As = EnforceAs.Constraint })).AlreadyEnforcedBy.ShouldBe("users_email_name_key");
    }

    [PostgreSqlTheory]
    [InlineData("lower(email)", "users_lower_idx")]
    [InlineData("email", "users_email_idx1")]
    [InlineData("(email || name)", "users_expr_idx")]
    public async Task Names_are_those_that_the_server_would_choose(string key, string name)
    {
        await using var scene = await Enforcement.OfAsync(Users, "CREATE TABLE users_email_idx (id int)");
        (await scene.PlanAsync(Enforcement.Request("users", key))).Name.ShouldBe(name);
        await Should.ThrowAsync<UsageException>(() => scene.PlanAsync(Enforcement.Request("users", key) with { Name = new string('x', 64) }));
    }

    [PostgreSqlFact]
    public async Task A_constraint_is_replaced_with_its_replica_identity_and_clustering()
    {
        await using var scene = await Enforcement.OfAsync(
            Users, "ALTER TABLE users ADD UNIQUE (email)", "ALTER TABLE users REPLICA IDENTITY USING INDEX users_email_key", "ALTER TABLE users CLUSTER ON users_email_key", "UPDATE users SET name = ''", "ALTER TABLE users ALTER name SET NOT NULL");

        var result = await scene.ApplyAsync(Enforcement.Request("users", "email", "name") with { As = EnforceAs.Constraint, Replace = "users_email_key", Name = "users_email_key" });

        result.Index.ShouldBe("users_email_key");
        (await scene.Database.ScalarAsync<bool>("SELECT indisreplident AND indisclustered AND indisvalid AND indnatts = 2 FROM pg_index WHERE indexrelid = 'users_email_key'::regclass")).ShouldBeTrue();
        (await scene.Database.ScalarAsync<long>("SELECT count(*) FROM pg_constraint WHERE conrelid = 'users'::regclass AND contype = 'u'")).ShouldBe(1);
    }

    [PostgreSqlFact]
    public async Task Partitions_of_partitions_get_their_parts_and_the_whole_is_valid()
    {
        await using var scene = await Enforcement.OfAsync(
            "CREATE TABLE ev (k text, at int, region text) PARTITION BY RANGE (at)", "CREATE TABLE ev1 PARTITION OF ev FOR VALUES FROM (0) TO (10)",
            "CREATE TABLE ev2 PARTITION OF ev FOR VALUES FROM (10) TO (20) PARTITION BY LIST (region)", "CREATE TABLE ev2a PARTITION OF ev2 DEFAULT", "INSERT INTO ev VALUES ('a', 1, 'x'), ('a', 11, 'x'), ('a', 11, 'y')");
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Enforcement.Request("ev", "k")))).Message.ShouldContain("must hold at: --key k,at");

        var result = await scene.ApplyAsync(Enforcement.Request("ev", "k", "at", "region"));

        (await scene.Database.ScalarAsync<long>($"SELECT count(*) FROM pg_partition_tree('{result.Index}') t JOIN pg_index x ON x.indexrelid = t.relid WHERE x.indisvalid")).ShouldBe(4);
        (await scene.TryAsync("INSERT INTO ev VALUES ('a', 11, 'y')")).ShouldBe("23505");
    }

    [PostgreSqlTheory]
    [InlineData("json_column")]
    [InlineData("(random()::text || email)")]
    [InlineData("nowhere(email)")]
    public async Task A_key_that_cannot_be_indexed_is_refused_before_anything_is_built(string key)
    {
        await using var scene = await Enforcement.OfAsync(Users, "ALTER TABLE users ADD json_column json");
        (await Should.ThrowAsync<UsageException>(() => scene.ApplyAsync(Enforcement.Request("users", key)))).Message.ShouldContain("PostgreSQL cannot");
        (await scene.IndexesAsync("users")).ShouldBeEmpty();
    }

    [PostgreSqlFact]
    public async Task Views_and_foreign_tables_take_no_index()
    {
        await using var scene = await Enforcement.OfAsync(Users, "CREATE VIEW seen AS SELECT * FROM users", "CREATE MATERIALIZED VIEW kept AS SELECT * FROM users");
        (await Should.ThrowAsync<RefusedException>(() => scene.PlanAsync(Enforcement.Request("seen", "email")))).Message.ShouldContain("is a view");
        (await scene.ApplyAsync(Enforcement.Request("kept", "email"))).Index.ShouldBe("kept_email_idx");
    }

    [PostgreSqlFact]
    public async Task Reads_that_used_an_index_are_told_before_it_goes()
    {
        await using var scene = await Enforcement.OfAsync(Users, "ALTER TABLE users ADD UNIQUE (email)");
        var plan = await scene.PlanDropAsync("users", "users_email_key", keepPlain: true);
        plan.Reads.ShouldNotBeNull();
        plan.Steps[^1].Statements.ShouldBe(["ALTER TABLE public.users DROP CONSTRAINT users_email_key"]);
        (await scene.PlanDropAsync("users", "users_pkey")).Refusal.ShouldNotBeNull().ShouldContain("primary key");

        await scene.DropAsync("users", "users_email_key", keepPlain: true);

        (await scene.IndexesAsync("users")).ShouldBe("CREATE INDEX users_email_key_plain ON public.users USING btree (email)");
    }
}
