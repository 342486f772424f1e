using Uniquity.Testing.Conformance.Causes;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Conformance;

[RunsOnPostgreSql]
public sealed class PostgreSqlCauseTests() : CauseConformance(new PostgreSqlConformanceEngine());
