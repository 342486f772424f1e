using Uniquity.Testing.Conformance.Resolving;

namespace Uniquity.Sqlite.Tests.Resolving;

public sealed class SqliteResolverTests() : ResolverConformance(new SqliteResolverEngine());
