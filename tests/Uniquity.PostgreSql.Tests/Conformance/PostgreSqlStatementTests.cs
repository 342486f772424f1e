using Uniquity.Testing.Conformance;

namespace Uniquity.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlStatementTests() : StatementConformance(new PostgreSqlConformanceEngine());
