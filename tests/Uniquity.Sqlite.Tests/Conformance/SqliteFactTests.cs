using Uniquity.Testing.Conformance;

namespace Uniquity.Sqlite.Tests.Conformance;

public sealed class SqliteFactTests() : FactConformance(new SqliteConformanceEngine());
