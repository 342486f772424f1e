using Uniquity.Sqlite.Tests.Conformance;
using Uniquity.Testing.Conformance.Loading;

namespace Uniquity.Sqlite.Tests.Loading;

public sealed class SqliteLoaderConformanceTests() : LoaderConformance(new SqliteConformanceEngine());
