using Uniquity.Testing.Conformance;

namespace Uniquity.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlFactTests() : FactConformance(new PostgreSqlConformanceEngine());
