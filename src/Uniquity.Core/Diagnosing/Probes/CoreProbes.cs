namespace Uniquity.Diagnosing.Probes;

/// <summary>The probes whose judgement is the same on every engine; the facts come through the adapter's port.</summary>
internal static class CoreProbes
{
    public static IReadOnlyList<ICauseProbe> All(TimeProvider clock) =>
    [
        new WriterBroughtId(),
        new NullCounted(),
        new SharedPlaceholder(),
        new FoldedKey(),
        new CompoundMisread(),
        new SoftDeletedHolder(clock),
        new ClientMadeIds(),
        new DuplicatesBeforeIndex(),
        new TenantMissing(),
        new PartialFilterTrap(),
        new LookThenInsert(clock),
        new RetryOfSuccess(clock),
        new UpsertByAnotherIndex(),
        new UpdateOntoAnother(),
        new BatchStopped(),
        new KeyTwiceInStatement(),
        new OtherEnvironment(),
        new ImportedTwice(),
        new RestoredOver(),
    ];
}
