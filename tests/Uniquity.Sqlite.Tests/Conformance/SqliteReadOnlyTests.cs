using Uniquity.Testing.Conformance;

namespace Uniquity.Sqlite.Tests.Conformance;

public sealed class SqliteReadOnlyTests() : ReadOnlyConformance(new SqliteConformanceEngine());
