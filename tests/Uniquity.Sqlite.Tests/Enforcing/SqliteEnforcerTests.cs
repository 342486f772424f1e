using Uniquity.Testing.Conformance.Enforcing;

namespace Uniquity.Sqlite.Tests.Enforcing;

public sealed class SqliteEnforcerTests() : EnforcerConformance(new SqliteEnforcerEngine());
