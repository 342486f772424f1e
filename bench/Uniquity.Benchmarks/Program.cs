using BenchmarkDotNet.Running;
using Uniquity.Benchmarks.Resolving;

if (args is ["resolve", var what, var url]) return await ResolveOnce.RunAsync(what, url);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
