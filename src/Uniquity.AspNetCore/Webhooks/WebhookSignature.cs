using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Uniquity.AspNetCore;

/// <summary>Checks the signature of the Standard Webhooks specification (https://www.standardwebhooks.com), as Svix and many senders send it.</summary>
public static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";

    /// <summary>A check for <see cref="WebhookOptions.Verify"/>: <c>webhook-signature</c> over id, time and body, in constant time.</summary>
    /// <param name="secret">The shared secret, <c>whsec_…</c> in base64.</param>
    /// <param name="tolerance">How far the message's time may be from now; 5 minutes where <see langword="null"/>.</param>
    /// <param name="clock">The clock; the system's where <see langword="null"/>.</param>
    /// <returns>The check. Several signatures in the header are for a secret that is being changed: one has to fit.</returns>
    /// <exception cref="FormatException">The secret is not base64.</exception>
    public static Func<WebhookMessage, bool> Standard(string secret, TimeSpan? tolerance = null, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        var key = Convert.FromBase64String(secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret);
        return message => IsSigned(message, key, tolerance ?? TimeSpan.FromMinutes(5), clock ?? TimeProvider.System);
    }

    private static bool IsSigned(WebhookMessage message, byte[] key, TimeSpan tolerance, TimeProvider clock)
    {
        string? id = message.Headers["webhook-id"], time = message.Headers["webhook-timestamp"], signatures = message.Headers["webhook-signature"];
        if (string.IsNullOrEmpty(id) || signatures is null || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - (double)seconds) > tolerance.TotalSeconds) return false;

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{time}."));
        hmac.AppendData(message.Body.Span);
        var expected = hmac.GetHashAndReset();
        var fits = false;
        foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var given = new byte[expected.Length];
            if (!signature.StartsWith(Version, StringComparison.Ordinal) || !Convert.TryFromBase64String(signature[Version.Length..], given, out var length) || length != given.Length) continue;
            fits |= CryptographicOperations.FixedTimeEquals(given, expected);
        }

        return fits;
    }
}
