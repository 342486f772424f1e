using Uniquity.Causes;
using Uniquity.Violations;

namespace Uniquity.Core.Tests.Causes;

public class OfflineCausesTests
{
    [Fact]
    public void A_null_key_in_the_text_proves_null_counted_as_a_value()
    {
        var cause = OfflineCauses.For(new Violation { Kind = ViolationKind.Write, Index = "email_1", Key = [new KeyValue("email", "null", IsNull: true)] })[0];
        cause.Cause.Code.ShouldBe("UQ104");
        cause.Confidence.ShouldBe(Confidence.Certain);
    }

    [Fact]
    public void A_refused_build_proves_duplicates_before_the_index()
    {
        var cause = OfflineCauses.For(new Violation { Kind = ViolationKind.IndexBuild, Index = "users_email_key" })[0];
        cause.Cause.Code.ShouldBe("UQ110");
        cause.Confidence.ShouldBe(Confidence.Certain);
    }

    [Fact]
    public void Everything_else_is_only_possible()
    {
        var causes = OfflineCauses.For(new Violation { Kind = ViolationKind.Write, Index = "users_pkey", Key = [new KeyValue("id", "7")] });
        causes.ShouldAllBe(cause => cause.Confidence == Confidence.Possible);
        causes.Select(cause => cause.Cause.Code).ShouldContain("UQ103");
    }

    [Fact]
    public void A_placeholder_is_pointed_at() =>
        OfflineCauses.For(new Violation { Kind = ViolationKind.Write, Key = [new KeyValue("email", "")] })[0].Cause.Code.ShouldBe("UQ105");

    [Fact]
    public void Without_any_fact_there_are_still_causes_to_check() => OfflineCauses.For(new Violation()).ShouldNotBeEmpty();
}
