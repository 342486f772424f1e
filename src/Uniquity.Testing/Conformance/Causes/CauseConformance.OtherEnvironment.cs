using Shouldly;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Violations;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    private const string TakenEmail = "INSERT INTO users VALUES (2, 'ann@acme.org', 'Another Ann')";

    [ConformanceFact]
    public async Task An_error_of_another_database_is_said_before_anything_else()
    {
        var diagnosis = await DiagnoseAsync(OneUser, TakenEmail, request => request with { Reading = Of(request.Reading, "production") });
        var cause = First(diagnosis, "UQ402", Confidence.Likely);
        cause.Why.ShouldContain("production");
        cause.Why.ShouldContain(diagnosis.Target.Database!);
    }

    [ConformanceFact]
    public async Task An_error_of_this_database_is_no_other_environment()
    {
        await using var database = await engine.CreateAsync();
        foreach (var statement in OneUser) await database.ExecuteAsync(statement);
        var reading = ViolationText.Read(await database.RefusedAsync(TakenEmail));
        await using var target = await database.OpenAsync();
        var here = (await target.DescribeAsync(CancellationToken.None)).Database!;
        NotNamed(await new Diagnoser(target).DiagnoseAsync(new() { Reading = Of(reading, here) }), "UQ402");
    }

    /// <summary>The same violation, in a log that states the database.</summary>
    private static Reading Of(Reading reading, string database) =>
        reading with { Violations = [.. reading.Violations.Select(violation => violation with { Database = database })] };
}
