using Uniquity.Testing.Conformance;

namespace Uniquity.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlDuplicateTests() : DuplicateConformance(new PostgreSqlConformanceEngine());
