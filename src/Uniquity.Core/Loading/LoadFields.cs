namespace Uniquity.Loading;

/// <summary>The names of a file's fields, each with a number; grows as records bring new ones.</summary>
/// <remarks>Written by the thread that reads, while others read names by number: safe for that.</remarks>
public sealed class LoadFields
{
    private readonly Lock gate = new();
    private readonly List<string> names = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (gate) return names.Count;
        }
    }

    /// <summary>The names in the order of their numbers.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (gate) return [.. names];
        }
    }

    /// <summary>The number of a name; a new one where it is new.</summary>
    public int Number(string name)
    {
        lock (gate)
        {
            if (numbers.TryGetValue(name, out var number)) return number;
            names.Add(name);
            return numbers[name] = names.Count - 1;
        }
    }
}
