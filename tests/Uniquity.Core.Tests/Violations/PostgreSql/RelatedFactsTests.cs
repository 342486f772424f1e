namespace Uniquity.Violations.PostgreSql;

/// <summary>What an error that is no unique violation states is kept for those who ask the database.</summary>
public class RelatedFactsTests
{
    [Fact]
    public void A_missing_parent_names_both_tables_and_the_key()
    {
        var facts = Read("""
            ERROR:  insert or update on table "orders" violates foreign key constraint "orders_user_id_fkey"
            DETAIL:  Key (user_id)=(99) is not present in table "users".
            STATEMENT:  INSERT INTO orders (user_id) VALUES (99)
            """);
        (facts.Table, facts.Constraint, facts.OtherTable).ShouldBe(("orders", "orders_user_id_fkey", "users"));
        facts.Key.ShouldBe([new("user_id", "99")]);
        facts.Statement.ShouldBe("INSERT INTO orders (user_id) VALUES (99)");
    }

    [Fact]
    public void A_child_that_is_left_names_both_tables()
    {
        var facts = Read("""
            ERROR:  update or delete on table "users" violates foreign key constraint "orders_user_id_fkey" on table "orders"
            DETAIL:  Key (id)=(1) is still referenced from table "orders".
            """);
        (facts.Table, facts.Constraint, facts.OtherTable).ShouldBe(("users", "orders_user_id_fkey", "orders"));
        facts.Key.ShouldBe([new("id", "1")]);
    }

    [Fact]
    public void A_null_names_its_column_and_a_check_its_constraint()
    {
        var missing = Read("ERROR:  null value in column \"email\" of relation \"users\" violates not-null constraint\nDETAIL:  Failing row contains (1, null).");
        (missing.Table, missing.Column).ShouldBe(("users", "email"));
        var check = Read("ERROR:  new row for relation \"orders\" violates check constraint \"orders_total_check\"\nDETAIL:  Failing row contains (1, -5).");
        (check.Table, check.Constraint).ShouldBe(("orders", "orders_total_check"));
    }

    [Fact]
    public void An_excluded_row_keeps_the_key()
    {
        var facts = Read("""
            ERROR:  conflicting key value violates exclusion constraint "bookings_excl"
            DETAIL:  Key (room, during)=(1, [2026-01-01,2026-01-03)) conflicts with existing key (room, during)=(1, [2026-01-02,2026-01-05)).
            """);
        facts.Constraint.ShouldBe("bookings_excl");
        facts.Key.Select(part => part.Field).ShouldBe(["room", "during"]);
    }

    [Fact]
    public void An_object_of_a_driver_gives_its_fields()
    {
        var facts = Read("""{"code":"23503","detail":"Key (user_id)=(99) is not present in table \"users\".","schema":"public","table":"orders","constraint":"orders_user_id_fkey"}""");
        (facts.Schema, facts.Table, facts.Constraint).ShouldBe(("public", "orders", "orders_user_id_fkey"));
    }

    [Fact]
    public void An_error_that_states_nothing_has_no_facts() =>
        RelatedFactsReader.Read("FATAL:  sorry, too many clients already", 14).ShouldBeNull();

    private static RelatedFacts Read(string text) => RelatedFactsReader.Read(text, 20).ShouldNotBeNull();
}
