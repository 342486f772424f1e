using Uniquity.Testing.Conformance;

namespace Uniquity.Sqlite.Tests.Conformance;

public sealed class SqliteHolderTests() : HolderConformance(new SqliteConformanceEngine());
