using Uniquity.Testing.Conformance.Causes;

namespace Uniquity.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlCauseTests() : CauseConformance(new PostgreSqlConformanceEngine());
