using Uniquity.Testing.Conformance;

namespace Uniquity.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlTableTests() : TableConformance(new PostgreSqlConformanceEngine());
