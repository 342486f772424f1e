using BenchmarkDotNet.Running;
using Uniquity.Benchmarks.Enforcing;
using Uniquity.Benchmarks.MongoDb;
using Uniquity.Benchmarks.Resolving;
using Uniquity.Benchmarks.Writing;

if (args is ["resolve", var what, var url]) return await ResolveOnce.RunAsync(what, url);
if (args is ["mongodb-server"]) return await MongoDbForBenchmarks.RunAsync();
if (args is ["mongodb-resolve", var step, var mongo, .. var references]) return await MongoResolveOnce.RunAsync(step, mongo, references);
if (args is ["guard", var guarded]) return await GuardStatements.RunAsync(guarded);
if (args is ["writes", var database, var rounds]) return await WriteReport.RunAsync(database, int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
