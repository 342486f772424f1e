using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Tests.Resolving;

/// <summary>Does something after a batch, before the next begins.</summary>
internal sealed class At(int batch, Action act) : IProgress<ResolveProgress>
{
    private int batches;

    public void Report(ResolveProgress value)
    {
        if (++batches == batch) act();
    }
}
