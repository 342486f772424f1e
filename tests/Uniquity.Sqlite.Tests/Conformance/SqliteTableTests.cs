using Uniquity.Testing.Conformance;

namespace Uniquity.Sqlite.Tests.Conformance;

public sealed class SqliteTableTests() : TableConformance(new SqliteConformanceEngine());
