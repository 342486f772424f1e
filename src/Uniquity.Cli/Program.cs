using Uniquity.Cli;
using Uniquity.Cli.Terminals;

using var interrupt = new Interrupt();
return await App.RunAsync(args, ProcessTerminal.Open(), interrupt.Token);
