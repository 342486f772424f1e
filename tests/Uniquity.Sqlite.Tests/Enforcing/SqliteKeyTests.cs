using Uniquity.Testing.Conformance.Keys;

namespace Uniquity.Sqlite.Tests.Enforcing;

public sealed class SqliteKeyTests() : KeyConformance(new SqlKeys(new SqliteEnforcerEngine()));
