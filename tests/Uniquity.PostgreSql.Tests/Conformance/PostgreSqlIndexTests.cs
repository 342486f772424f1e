using Uniquity.Testing.Conformance;

namespace Uniquity.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlIndexTests() : IndexConformance(new PostgreSqlConformanceEngine());
