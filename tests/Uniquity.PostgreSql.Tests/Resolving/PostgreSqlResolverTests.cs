using Uniquity.Testing.Conformance.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Resolving;

[RunsOnPostgreSql]
public sealed class PostgreSqlResolverTests() : ResolverConformance(new PostgreSqlResolverEngine());
