using Uniquity.Testing.Conformance;

namespace Uniquity.Sqlite.Tests.Conformance;

public sealed class SqliteStatementTests() : StatementConformance(new SqliteConformanceEngine());
