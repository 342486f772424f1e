using Uniquity.Testing.Conformance.Keys;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Conformance;

[RunsOnMongoDb]
public sealed class MongoKeyTests() : KeyConformance(new MongoKeys());
