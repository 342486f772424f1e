using Microsoft.AspNetCore.Http;

namespace Uniquity.AspNetCore;

/// <summary>What a client is told when a unique index refuses its request.</summary>
/// <remarks>Set up at start; not changed after.</remarks>
public sealed class UniqueViolationProblemOptions
{
    /// <summary>The status of the answer.</summary>
    /// <value>409 Conflict by default.</value>
    public int Status { get; set; } = StatusCodes.Status409Conflict;

    /// <summary>The problem's type, a URI that documents it (RFC 9457, section 3.1.1).</summary>
    /// <value>The section on 409 of RFC 9110 by default.</value>
    public string Type { get; set; } = "https://tools.ietf.org/html/rfc9110#section-15.5.10";

    /// <summary>The problem's title.</summary>
    /// <value><c>That already exists.</c> by default.</value>
    public string Title { get; set; } = "That already exists.";

    /// <summary>The message of a field whose index has none of its own; <c>{0}</c> is the thing, <c>{1}</c> the field or fields.</summary>
    /// <value><c>{0} with that {1} already exists.</c> by default: "A user with that email already exists."</value>
    public string Message { get; set; } = "{0} with that {1} already exists.";

    /// <summary>
    /// The resources that translate messages, by the name of the index, else by <see cref="Message"/>'s own text; used through
    /// <see cref="Microsoft.Extensions.Localization.IStringLocalizerFactory"/>, so <c>AddLocalization()</c> is needed.
    /// </summary>
    /// <value><see langword="null"/> by default: nothing is translated.</value>
    public System.Type? Resources { get; set; }

    internal Dictionary<string, IndexProblem> Indexes { get; } = new(StringComparer.Ordinal);

    /// <summary>Says what a violation of one index means to a client.</summary>
    /// <param name="index">The index or constraint, as the database names it.</param>
    /// <param name="field">The field of the request that is at fault, as the client knows it.</param>
    /// <param name="message">The message; made from <see cref="Message"/> where <see langword="null"/>. It must not hold a value.</param>
    /// <returns>These options, for the next call.</returns>
    public UniqueViolationProblemOptions ForIndex(string index, string field, string? message = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(index);
        ArgumentException.ThrowIfNullOrEmpty(field);
        Indexes[index] = new IndexProblem([field], message);
        return this;
    }
}
