using Uniquity.Testing.Conformance;

namespace Uniquity.Sqlite.Tests.Conformance;

public sealed class SqliteIndexTests() : IndexConformance(new SqliteConformanceEngine());
