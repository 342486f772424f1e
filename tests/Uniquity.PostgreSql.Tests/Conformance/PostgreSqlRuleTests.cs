using Uniquity.Testing.Conformance;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Conformance;

[RunsOnPostgreSql]
public sealed class PostgreSqlRuleTests() : RuleConformance(new PostgreSqlConformanceEngine());
