using Uniquity.Sqlite.Tests.Conformance;
using Uniquity.Testing.Conformance.Causes;

namespace Uniquity.Sqlite.Tests.Causes;

public sealed class SqliteCauseTests() : CauseConformance(new SqliteConformanceEngine());
