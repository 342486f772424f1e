using Uniquity.Diagnosing;

namespace Uniquity.Core.Tests.Diagnosing;

public class KeyRunsTests
{
    [Theory]
    [InlineData("3 1 2", "1-3")]
    [InlineData("-1 0 1 7 8", "-1-1 7-8")]
    [InlineData("9223372036854775807 9223372036854775806", "9223372036854775806-9223372036854775807")]
    [InlineData("ObjectId('65a00001aabbccddee0000ff') ObjectId('65a00009aabbccddee000100')", "ObjectId('65a00001aabbccddee0000ff')-ObjectId('65a00009aabbccddee000100')")]
    [InlineData("ObjectId('65a00001aabbccddee000001') ObjectId('65a00001aabbccddff000002')", "ObjectId('65a00001aabbccddee000001')-ObjectId('65a00001aabbccddee000001') ObjectId('65a00001aabbccddff000002')-ObjectId('65a00001aabbccddff000002')")]
    public void Keys_that_follow_one_another_are_one_run(string keys, string runs) =>
        string.Join(' ', KeyRuns.Of(keys.Split(' '))!.Select(run => $"{run.First}-{run.Last}")).ShouldBe(runs);

    [Theory]
    [InlineData("1 2 ann")]
    [InlineData("1.5 2.5")]
    [InlineData("ObjectId('65a0')")]
    public void Keys_without_such_an_order_have_no_runs(string keys) => KeyRuns.Of(keys.Split(' ')).ShouldBeNull();
}
