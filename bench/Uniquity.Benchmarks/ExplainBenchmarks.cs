using BenchmarkDotNet.Attributes;
using Uniquity.Violations;

namespace Uniquity.Benchmarks;

/// <summary>One violation of each engine, read in process: the goal is 2 µs, and nothing allocated beyond the result.</summary>
[MemoryDiagnoser]
[InProcess]
[WarmupCount(5)]
[IterationCount(10)]
public class ExplainBenchmarks
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["postgresql"] = "ERROR:  duplicate key value violates unique constraint \"users_email_key\"\nDETAIL:  Key (email)=(a@example.com) already exists.",
        ["mongodb"] = "E11000 duplicate key error collection: shop.users index: email_1 dup key: { email: \"a@example.com\" }",
        ["sqlite"] = "Runtime error near line 3: UNIQUE constraint failed: users.email (19)",
        ["mysql"] = "ERROR 1062 (23000): Duplicate entry 'a@example.com' for key 'users.email'",
        ["sqlserver"] = "Violation of UNIQUE KEY constraint 'UQ_email'. Cannot insert duplicate key in object 'dbo.users'. The duplicate key value is (a@example.com).",
        ["oracle"] = "ORA-00001: unique constraint (HR.USERS_UK) violated",
        ["none"] = "2026-11-20 10:00:00.000 INFO  [http-nio-8080-exec-7] com.example.shop.OrderService : Handled request for user 42 in 17 ms",
    };

    [Params("postgresql", "mongodb", "sqlite", "mysql", "sqlserver", "oracle", "none")]
    public string Engine { get; set; } = "none";

    [Benchmark]
    public Reading Read() => ViolationText.Read(Texts[Engine]);
}
