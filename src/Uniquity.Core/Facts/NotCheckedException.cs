namespace Uniquity.Facts;

/// <summary>A fact could not be read: a permission is missing, a timeout ran out, an extension is not there.</summary>
/// <remarks>The diagnosis goes on and lists the cause under <c>notChecked</c> with this message.</remarks>
public sealed class NotCheckedException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">The reason in one sentence.</param>
    /// <param name="inner">The driver's exception.</param>
    public NotCheckedException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
