namespace Uniquity.Violations.PostgreSql;

/// <summary>How one language says that a unique index refused something.</summary>
/// <param name="Anchor">The words, found in no other message of the server, after which (or before which) the index is named.</param>
/// <param name="Kind">What was refused.</param>
/// <param name="Rest">Further words between the anchor and the name.</param>
/// <param name="NameBefore">Whether the name stands before the anchor.</param>
/// <remarks>
/// The wordings are those of PostgreSQL's message catalogues (src/backend/po, versions 8.4 to 18). Anchors
/// that hold a letter beyond ASCII are looked for only in texts that do: the scan of others stays short.
/// </remarks>
internal sealed record Sentence(string Anchor, ViolationKind Kind, string Rest = "", bool NameBefore = false)
{
    private static readonly Sentence s_write = new("uplicate key v", ViolationKind.Write);
    private static readonly Sentence s_build = new("could not create unique index", ViolationKind.IndexBuild);

    /// <summary>All that are known, English first.</summary>
    public static Sentence[] All { get; } =
    [
        s_write,
        s_build,
        new("verletzt Unique-Constraint", ViolationKind.Write),
        new("konnte Unique Index", ViolationKind.IndexBuild),
        new("rompt la contrainte unique", ViolationKind.Write),
        new("créer l'index unique", ViolationKind.IndexBuild),
        new("llave duplicada viola restricción", ViolationKind.Write, "de unicidad"),
        new("ndice único", ViolationKind.IndexBuild),
        new("duplicar valor da chave viola a restrição", ViolationKind.Write, "de unicidade"),
        new("viola il vincolo univoco", ViolationKind.Write),
        new("creazione dell'indice univoco", ViolationKind.IndexBuild),
        new("podwójna wartość klucza", ViolationKind.Write, "narusza ograniczenie unikalności"),
        new("tekrar eden kay", ViolationKind.Write, "ıt,"),
        new("Yinelenen anahtar değeri", ViolationKind.Write, ","),
        new("yinelenen anahtar değeri", ViolationKind.Write),
        new("bryter mot unik-villkor", ViolationKind.Write),
        new("kunde inte skapa unikt index", ViolationKind.IndexBuild),
        new("duplicitní hodnota klíče porušuje", ViolationKind.Write, "unikátní omezení"),
        new("нарушает ограничение уникальности", ViolationKind.Write),
        new("создать уникальный индекс", ViolationKind.IndexBuild),
        new("порушують обмеження унікальності", ViolationKind.Write),
        new("порушує обмеження унікальності", ViolationKind.Write),
        new("створити унікальний індекс", ViolationKind.IndexBuild),
        new("一意性制約", ViolationKind.Write),
        new("一意インデックス", ViolationKind.IndexBuild),
        new("중복된 키 값이", ViolationKind.Write),
        new("고유 인덱스를 만들", ViolationKind.IndexBuild, NameBefore: true),
        new("违反唯一约束", ViolationKind.Write),
        new("无法创建唯一索引", ViolationKind.IndexBuild),
        new("違反唯一", ViolationKind.Write, "性?限制|約束|條件約束"),
        new("არღვევს უნიკალურ შეზღუდვას", ViolationKind.Write),
        new("უნიკალური ინდექსის შექმნა შეუძლებელია:", ViolationKind.IndexBuild),
    ];

    /// <summary>Whether this is one of the two of a server that speaks English.</summary>
    public bool IsEnglish => ReferenceEquals(this, s_write) || ReferenceEquals(this, s_build);

    /// <summary>How many letters of the sentence stand before the anchor: some logs write its first one large.</summary>
    public int Before => ReferenceEquals(this, s_write) ? 1 : 0;

    /// <summary>Whether the sentence stands at a place, and where the index's name would begin (or, named before, has ended).</summary>
    public bool TryMatch(ReadOnlySpan<char> text, int at, out int nameAt)
    {
        nameAt = at;
        if (ReferenceEquals(this, s_write))
            return TryMatchEnglish(text, at, out nameAt);
        if (!MessageWords.TryMatch(text, at, Anchor, out var end))
            return false;

        if (NameBefore)
        {
            nameAt = TrimBack(text, at);
            return true;
        }

        nameAt = SkipRest(text, end);
        return nameAt >= 0;
    }

    // 8.x left out the word "value". SQL Server's "The duplicate key value is" is not this sentence.
    private static bool TryMatchEnglish(ReadOnlySpan<char> text, int at, out int nameAt)
    {
        if (!MessageWords.TryMatch(text, at, "uplicate key value violates unique constraint", out nameAt)
            && !MessageWords.TryMatch(text, at, "uplicate key violates unique constraint", out nameAt))
        {
            return false;
        }

        nameAt = MessageWords.SkipGap(text, nameAt);
        return true;
    }

    private int SkipRest(ReadOnlySpan<char> text, int end)
    {
        if (Rest.Contains('|', StringComparison.Ordinal))
        {
            // Chinese (Taiwan) has had several words for a constraint: take what stands before the quotation mark.
            var until = text[end..Math.Min(text.Length, end + 12)].IndexOfAny("\"「“\\『");
            return until < 0 ? -1 : end + until;
        }

        if (Rest.Length == 0)
            return MessageWords.SkipGap(text, end);

        var at = MessageWords.SkipGap(text, end);
        return MessageWords.TryMatch(text, at, Rest, out var after) ? MessageWords.SkipGap(text, after) : Rest == "," ? at : -1;
    }

    private static int TrimBack(ReadOnlySpan<char> text, int at)
    {
        while (at > 0 && text[at - 1] == ' ')
            at--;

        return at;
    }
}
