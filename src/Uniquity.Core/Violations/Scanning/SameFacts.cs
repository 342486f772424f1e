namespace Uniquity.Violations.Scanning;

/// <summary>Compares violations by their facts, not by where and how often they are told.</summary>
internal sealed class SameFacts : IEqualityComparer<Violation>
{
    /// <summary>The only instance.</summary>
    public static SameFacts Instance { get; } = new();

    /// <inheritdoc />
    public bool Equals(Violation? x, Violation? y)
    {
        if (ReferenceEquals(x, y)) return true;
        if (x is null || y is null || x.Key.Count != y.Key.Count) return false;
        if (x.Index != y.Index || x.Table != y.Table || x.Code != y.Code || x.Engine != y.Engine) return false;
        if (x.Database != y.Database || x.Schema != y.Schema || x.Kind != y.Kind) return false;
        for (var i = 0; i < x.Key.Count; i++)
        {
            if (x.Key[i] != y.Key[i]) return false;
        }

        return x.Sent.SequenceEqual(y.Sent);
    }

    /// <inheritdoc />
    public int GetHashCode(Violation obj)
    {
        var hash = new HashCode();
        hash.Add(obj.Index);
        hash.Add(obj.Table);
        for (var i = 0; i < obj.Key.Count; i++) hash.Add(obj.Key[i].Value);
        return hash.ToHashCode();
    }
}
