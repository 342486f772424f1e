namespace Uniquity.Enforcing;

/// <summary>What a key is enforced by.</summary>
public enum EnforceAs
{
    /// <summary>A unique index. The default.</summary>
    Index,

    /// <summary>A constraint, which other tables can refer to; not possible with a filter or an expression.</summary>
    Constraint,
}
