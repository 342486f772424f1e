using Uniquity.Testing.Conformance;

namespace Uniquity.Sqlite.Tests.Conformance;

public sealed class SqliteRuleTests() : RuleConformance(new SqliteConformanceEngine());
