using Uniquity.Testing.Conformance;
using Uniquity.Testing.Conformance.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Resolving;

[RunsOnMongoDb]
[Lacks(nameof(Links_that_become_the_same_are_resolved_too_and_their_own_children_follow), NoChains)]
[Lacks(nameof(Cycles_of_tables_end), NoChains)]
[Lacks(nameof(Chains_of_children_are_deleted_where_a_person_says_so_and_come_back), NoChains)]
[Lacks(nameof(A_row_that_is_known_by_its_reference_moves_to_another_key), "An _id never changes in MongoDB: a reference that is one is refused, which a test of its own shows.")]
[Lacks(nameof(A_composite_foreign_key_follows), "A reference in MongoDB is to an _id.")]
[Lacks(nameof(Keys_of_several_parts_and_of_expressions_are_resolved), "A key of MongoDB has no expressions; compound keys have a test of their own.")]
[Lacks(nameof(Keys_are_folded_as_asked_and_a_group_comes_back_by_its_key), "MongoDB folds case only, which a test of its own shows.")]
[Lacks(nameof(A_table_without_a_primary_key_is_resolved_and_comes_back_twins_included), "Every document has an _id.")]
public sealed class MongoResolverTests() : ResolverConformance(new MongoResolverEngine())
{
    private const string NoChains = "MongoDB declares no references: those that are named are to the collection that is resolved.";
}
