using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Uniquity.Once;

/// <summary>Once-only work with results of any type, stored as JSON.</summary>
public static class OnceStoreExtensions
{
    /// <summary>Runs the action and commits it with its key, unless that was done before.</summary>
    /// <typeparam name="T">The result; System.Text.Json must be able to write and read it.</typeparam>
    /// <param name="store">Where keys are kept.</param>
    /// <param name="scope">The kind of work.</param>
    /// <param name="key">The message's or the client's own id.</param>
    /// <param name="action">The work, done through the transaction that it is given.</param>
    /// <param name="request">What was asked for; another request under the same key is refused. Compared as a hash; nothing where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up; before the commit nothing stays.</param>
    /// <returns>The result of this call, or the stored one of the first.</returns>
    public static async Task<OnceResult<T>> OnceAsync<T>(
        this IOnceStore store, string scope, string key, Func<OnceWork, CancellationToken, Task<T>> action, string? request = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(action);
        return Read<T>(await store.RunAsync(Call(scope, key, request), Written(action), cancellationToken));
    }

    /// <summary>The same in the caller's transaction, which the caller commits.</summary>
    /// <typeparam name="T">The result; System.Text.Json must be able to write and read it.</typeparam>
    /// <param name="store">Where keys are kept.</param>
    /// <param name="transaction">An open transaction on the store's database (under EF Core: <c>context.Database.CurrentTransaction.GetDbTransaction()</c>).</param>
    /// <param name="scope">The kind of work.</param>
    /// <param name="key">The message's or the client's own id.</param>
    /// <param name="action">The work.</param>
    /// <param name="request">What was asked for; another request under the same key is refused.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The result of this call, or the stored one of the first.</returns>
    public static async Task<OnceResult<T>> OnceAsync<T>(
        this IOnceStore store, DbTransaction transaction, string scope, string key, Func<OnceWork, CancellationToken, Task<T>> action, string? request = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(action);
        return Read<T>(await store.RunAsync(transaction, Call(scope, key, request), Written(action), cancellationToken));
    }

    private static OnceCall Call(string scope, string key, string? request) =>
        new(scope, key) { Fingerprint = request is null ? default : SHA256.HashData(Encoding.UTF8.GetBytes(request)) };

    private static Func<OnceWork, CancellationToken, Task<ReadOnlyMemory<byte>>> Written<T>(Func<OnceWork, CancellationToken, Task<T>> action) =>
        async (work, cancellation) => JsonSerializer.SerializeToUtf8Bytes(await action(work, cancellation));

    private static OnceResult<T> Read<T>(OnceResult<ReadOnlyMemory<byte>> result) =>
        new(result.Status, result.IsDone ? JsonSerializer.Deserialize<T>(result.Value.Span) : default);
}
