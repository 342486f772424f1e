using Uniquity.Testing.Conformance;

namespace Uniquity.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlReadOnlyTests() : ReadOnlyConformance(new PostgreSqlConformanceEngine());
