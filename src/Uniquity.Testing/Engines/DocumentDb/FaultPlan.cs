namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>The faults still to come. Safe for concurrent use.</summary>
internal sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly List<Fault> faults = [];

    public void Add(Fault fault)
    {
        lock (gate) faults.Add(fault);
    }

    public void Clear()
    {
        lock (gate) faults.Clear();
    }

    /// <summary>The fault of this one command, counted; <see langword="null"/> where it goes well.</summary>
    public Fault? Take(string command, string database, Func<string, bool> holds)
    {
        lock (gate)
        {
            var at = faults.FindIndex(fault => string.Equals(fault.Command, command, StringComparison.OrdinalIgnoreCase) && (fault.In is null || fault.In == database) && (fault.Holding is null || holds(fault.Holding)));
            if (at < 0) return null;
            var fault = faults[at];
            if (fault.After > 0)
            {
                faults[at] = fault with { After = fault.After - 1 };
                return null;
            }

            if (fault.Times > 1) faults[at] = fault with { Times = fault.Times - 1 };
            else faults.RemoveAt(at);
            return fault;
        }
    }
}
