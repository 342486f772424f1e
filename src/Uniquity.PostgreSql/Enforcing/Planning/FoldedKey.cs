using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Duplicates;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>Makes folding a part of the key: <c>email</c> becomes <c>lower(email)</c>.</summary>
internal sealed class FoldedKey(Session session, PartTyping typing)
{
    /// <summary>The key to index.</summary>
    /// <exception cref="UsageException">There is no text in the key to fold.</exception>
    public async Task<IReadOnlyList<KeyPart>> OfAsync(TableName table, IReadOnlyList<KeyPart> key, Folding fold, CancellationToken cancellationToken)
    {
        if (fold == Folding.None) return key;
        var collation = await new FoldingSupport(session).CheckAsync(fold, cancellationToken);
        var parts = await typing.ResolveAsync(table, key, cancellationToken);
        if (!parts.Any(part => part.Collatable)) throw new UsageException($"--fold has nothing to fold: no part of the key of {table} is text.");
        return [.. key.Zip(parts, (part, typed) => Fold(part, typed, fold, collation))];
    }

    private static KeyPart Fold(KeyPart part, PartSql typed, Folding fold, string? collation)
    {
        if (!typed.Collatable || (typed.FoldsCase && fold == Folding.Case)) return part;
        var plain = fold == Folding.Case && collation is null && part.Collation is null;
        var text = plain ? SqlText.Of($"lower({(part.Expression ? SqlText.Raw(part.Part) : typed.Text)})") : FoldedPart.Of(typed, fold, collation).Text;
        return new(text.Literal, Expression: true, part.Descending);
    }
}
