using Polly;

namespace Uniquity.Polly;

/// <summary>Adds the strategy for writes under a unique index.</summary>
public static class UniqueWriteExtensions
{
    /// <summary>
    /// Tries a write again where the database rolled it back; where its outcome is unknown and its own row would be recognised; and
    /// where a generated key was taken. Takes a stored row that equals what was sent for success. Passes everything else on.
    /// </summary>
    /// <typeparam name="T">What the write gives back.</typeparam>
    /// <param name="builder">The pipeline.</param>
    /// <param name="configure">What to recognise.</param>
    /// <returns>The pipeline, for the next strategy.</returns>
    /// <remarks>
    /// Each attempt must be a whole transaction of its own: a transaction that failed in PostgreSQL can only be rolled back.
    /// </remarks>
    public static ResiliencePipelineBuilder<T> AddUniqueWrite<T>(this ResiliencePipelineBuilder<T> builder, Action<UniqueWriteOptions<T>>? configure = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new UniqueWriteOptions<T>();
        configure?.Invoke(options);
        return builder.AddStrategy(context => new UniqueWriteStrategy<T>(options, context.Telemetry, builder.TimeProvider ?? TimeProvider.System), options);
    }
}
