using Uniquity.Causes;
using Uniquity.Diagnosing;

namespace Uniquity.Core.Tests.Diagnosing;

public class TombstoneTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("deleted_at", "2024-05-01 10:00:00")]
    [InlineData("deletedAt", "2024-05-01T10:00:00Z")]
    [InlineData("deleted_at", "1714557600")]
    [InlineData("archived_on", "2024-05-01")]
    [InlineData("is_deleted", "true")]
    [InlineData("deleted", "1")]
    [InlineData("DELETED", "t")]
    [InlineData("isArchived", "true")]
    [InlineData("status", "deleted")]
    [InlineData("state", "ARCHIVED")]
    [InlineData("status", "soft_deleted")]
    public void A_mark_of_deletion_is_certain(string column, string value) => Tombstone.Judge(column, value, Now).ShouldBe(Confidence.Certain);

    [Theory]
    [InlineData("is_active", "false")]
    [InlineData("active", "0")]
    [InlineData("status", "inactive")]
    public void An_inactive_row_is_likely_deleted_at_most(string column, string value) => Tombstone.Judge(column, value, Now).ShouldBe(Confidence.Likely);

    [Theory]
    [InlineData("deleted_at", null)]
    [InlineData("deleted_at", "")]
    [InlineData("deleted_at", "infinity")]
    [InlineData("deleted_at", "0000-00-00 00:00:00")]
    [InlineData("deleted_at", "2027-01-01")]
    [InlineData("deleted", "false")]
    [InlineData("is_deleted", "0")]
    [InlineData("status", "active")]
    [InlineData("status", "delete_requested")]
    [InlineData("active", "true")]
    [InlineData("deleted_by_default", "true")]
    [InlineData("undeleted_at", "2024-01-01")]
    [InlineData("title", "deleted")]
    public void What_only_looks_like_one_is_none(string column, string? value) => Tombstone.Judge(column, value, Now).ShouldBeNull();
}
