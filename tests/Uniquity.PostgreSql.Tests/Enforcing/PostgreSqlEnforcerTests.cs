using Uniquity.Testing.Conformance.Enforcing;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Enforcing;

[RunsOnPostgreSql]
public sealed class PostgreSqlEnforcerTests() : EnforcerConformance(new PostgreSqlEnforcerEngine());
