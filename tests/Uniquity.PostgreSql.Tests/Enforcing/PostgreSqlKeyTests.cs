using Uniquity.Testing.Conformance.Keys;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Enforcing;

[RunsOnPostgreSql]
public sealed class PostgreSqlKeyTests() : KeyConformance(new SqlKeys(new PostgreSqlEnforcerEngine()));
