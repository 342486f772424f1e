using Uniquity.Facts;
using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>The forms of an engine that has no other than the texts of its catalogue.</summary>
public sealed class VerbatimForms : INormalForms
{
    private VerbatimForms()
    {
    }

    /// <summary>The only one; it holds nothing.</summary>
    public static VerbatimForms Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NormalPart>> OfKeyAsync(TableName table, IReadOnlyList<KeyPart> key, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<NormalPart>>([.. key.Select(part => new NormalPart(part.Part.Trim(), part.Collation))]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> OfFilterAsync(TableName table, string filter, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>>([filter.Trim()]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NormalPart>> FoldingCaseAsync(TableName table, KeyPart part, CancellationToken cancellationToken) =>
        throw new NotCheckedException("whether an index folds case cannot be told here; write the key as the index has it");
}
