using Uniquity.Indexes;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Checking;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Tests.Checking;

/// <summary>Forms of what this machine's server may not take, read from what mongod lists.</summary>
public sealed class FormTests
{
    // listIndexes of mongod 7.0, for an index made with { locale: 'en', strength: 2 }.
    private const string Listed = "{ v: 2, unique: true, key: { email: 1 }, name: 'email_ci', collation: { locale: 'en', caseLevel: false, caseFirst: 'off', strength: 2, numericOrdering: false, alternate: 'non-ignorable', maxVariable: 'punct', normalization: false, backwards: false, version: '57.1' } }";

    [NativeTheory]
    [InlineData("{ a: 1, n: { $gt: 1, $lt: 5 } }", "{ $and: [{ n: { $lt: 5 } }, { a: 1, n: { $gt: 1 } }] }", true)]
    [InlineData("{ $or: [{ a: 1 }, { b: 2, c: 3 }] }", "{ $or: [{ c: 3, b: 2 }, { a: 1 }] }", true)]
    [InlineData("{ $or: [{ a: 1, b: 1 }] }", "{ b: 1, a: 1 }", true)]
    [InlineData("{ a: { b: 1, c: 2 } }", "{ a: { c: 2, b: 1 } }", false)]
    [InlineData("{ 'a.b': 1 }", "{ a: { b: 1 } }", false)]
    [InlineData("{ a: ObjectId('507f1f77bcf86cd799439011') }", "{ a: '507f1f77bcf86cd799439011' }", false)]
    [InlineData("{ a: { $type: 'number' } }", "{ a: { $type: 'int' } }", false)]
    [InlineData("{}", "{ $and: [] }", true)]
    public void Filters_are_one_where_they_mean_one(string one, string other, bool same) =>
        FilterForm.Same(ShellReader.Document(one), ShellReader.Document(other)).ShouldBe(same);

    [NativeTheory]
    [InlineData("{ a: { $gt: '' } }", true)]
    [InlineData("{ $and: [{ b: 1 }, { a: { $type: ['string', 'int'] } }] }", true)]
    [InlineData("{ $or: [{ a: 1 }, { a: { $in: ['x', 2] } }] }", true)]
    [InlineData("{ a: { $exists: true } }", false)]
    [InlineData("{ a: { $in: ['x', null] } }", false)]
    [InlineData("{ a: null }", false)]
    [InlineData("{ a: { $gt: MinKey() } }", false)]
    [InlineData("{ a: { $type: ['string', 10] } }", false)]
    [InlineData("{ $or: [{ a: 1 }, { b: 1 }] }", false)]
    [InlineData("{ b: 1 }", false)]
    public void A_filter_that_no_null_passes_is_known(string filter, bool excludes) => NullExclusion.Excludes(ShellReader.Document(filter), "a").ShouldBe(excludes);

    [NativeTheory]
    [InlineData("{ locale: 'simple' }", null)]
    [InlineData("{ locale: 'de' }", null)]
    [InlineData("{ locale: 'fr', strength: 2 }", CollationForm.Case)]
    [InlineData("{ locale: 'fr', strength: 1 }", CollationForm.Accents)]
    [InlineData("{ locale: 'en', strength: 1, caseLevel: true }", "{ caseLevel: true, strength: 1 }")]
    [InlineData("{ locale: 'en', numericOrdering: true }", "{ numericOrdering: true }")]
    public void A_collation_is_told_by_what_it_takes_for_one(string collation, string? form) => CollationForm.Of(ShellReader.Document(collation)).ShouldBe(form);

    [NativeFact]
    public async Task An_index_that_folds_case_by_its_collation_holds_a_rule_that_folds()
    {
        var index = IndexReader.Read(new TableName(null, "users"), ShellReader.Document(Listed)).ShouldNotBeNull();
        var forms = new MongoForms();
        forms.FoldsCase(index).ShouldBeTrue();
        var part = (await forms.OfIndexAsync(index, default)).ShouldHaveSingleItem();
        (await forms.FoldingCaseAsync(index.Table, new KeyPart("email"), default)).ShouldContain(part);
        (await forms.OfKeyAsync(index.Table, [new KeyPart("email")], default)).ShouldNotContain(part);
    }
}
