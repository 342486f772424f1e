using FsCheck;
using FsCheck.Fluent;
using Uniquity.Statements;

namespace Uniquity.Core.Tests.Statements;

public class SqlStatementProperties
{
    [Fact]
    public void Any_text_in_no_exception_out() =>
        Prop.ForAll<string>(text =>
        {
            SqlStatementReader.Read(text);
            SqlStatementReader.Read("insert into t values (" + text);
            SqlStatementReader.Read("update t set " + text);
            SqlStatementReader.Read("create unique index " + text);
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_quoted_by_the_standard_comes_back_as_it_was() =>
        Prop.ForAll<NonNull<string>>(text =>
            SqlStatementReader.Read($"INSERT INTO t VALUES ('{text.Get.Replace("'", "''", StringComparison.Ordinal)}', 2)") is { Rows: [[var value, { Text: "2" }]] }
            && value.Text == text.Get).QuickCheckThrowOnFailure();
}
