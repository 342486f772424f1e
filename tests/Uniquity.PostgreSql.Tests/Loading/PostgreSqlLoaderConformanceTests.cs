using Uniquity.PostgreSql.Tests.Conformance;
using Uniquity.Testing.Conformance.Loading;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Loading;

[RunsOnPostgreSql]
public sealed class PostgreSqlLoaderConformanceTests() : LoaderConformance(new PostgreSqlConformanceEngine());
