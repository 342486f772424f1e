using BenchmarkDotNet.Running;
using Uniquity.Benchmarks.Enforcing;
using Uniquity.Benchmarks.Resolving;

if (args is ["resolve", var what, var url]) return await ResolveOnce.RunAsync(what, url);
if (args is ["guard", var guarded]) return await GuardStatements.RunAsync(guarded);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
