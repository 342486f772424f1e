using Uniquity.Testing.Conformance;

namespace Uniquity.Sqlite.Tests.Conformance;

public sealed class SqliteDuplicateTests() : DuplicateConformance(new SqliteConformanceEngine());
