using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Uniquity.AspNetCore;

/// <summary>One delivery of a webhook.</summary>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body, byte for byte as the sender signed it.</param>
/// <remarks>Immutable.</remarks>
public sealed record WebhookMessage(IHeaderDictionary Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The sender's id of the message.</summary>
    /// <value>Empty until it is read.</value>
    public string Id { get; init; } = string.Empty;

    /// <summary>The body as JSON.</summary>
    /// <typeparam name="T">What to read.</typeparam>
    /// <param name="options">How to read; the web's defaults where <see langword="null"/>.</param>
    /// <exception cref="JsonException">The body is not that.</exception>
    public T? ReadJson<T>(JsonSerializerOptions? options = null) => JsonSerializer.Deserialize<T>(Body.Span, options ?? JsonSerializerOptions.Web);

    /// <summary>The text of a member at the top of a JSON body.</summary>
    /// <param name="member">Its name.</param>
    /// <returns>A string's content, a number as written; <see langword="null"/> where there is no such member, or no JSON object.</returns>
    public string? JsonMember(string member)
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(member, out var value)) return null;
            return value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The type alone: what a webhook carries is the sender's to keep private.</summary>
    public override string ToString() => nameof(WebhookMessage);
}
