using Uniquity.Testing.Conformance;

namespace Uniquity.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlHolderTests() : HolderConformance(new PostgreSqlConformanceEngine());
