namespace Uniquity.Violations.PostgreSql;

/// <summary>What tells an error of PostgreSQL that is no unique violation: its SQLSTATE, or its sentence.</summary>
/// <param name="Anchor">The SQLSTATE or words out of the sentence.</param>
/// <param name="Code">The page that explains it.</param>
/// <param name="SqlState">The SQLSTATE.</param>
internal sealed record RelatedSign(string Anchor, string Code, string SqlState)
{
    private static readonly RelatedSign[] s_signs =
    [
        new("23503", "UQ901", "23503"),
        new("violates foreign key constraint", "UQ901", "23503"),
        new("verletzt Fremdschl", "UQ901", "23503"),
        new("viole la contrainte de cl", "UQ901", "23503"),
        new("viola la llave foránea", "UQ901", "23503"),
        new("viola restrição de chave estrangeira", "UQ901", "23503"),
        new("viola il vincolo di chiave esterna", "UQ901", "23503"),
        new("нарушает ограничение внешнего ключа", "UQ901", "23503"),
        new("порушує обмеження зовнішнього ключа", "UQ901", "23503"),
        new("bryter mot främmande nyckel", "UQ901", "23503"),
        new("外部キー制約", "UQ901", "23503"),
        new("违反外键约束", "UQ901", "23503"),
        new("참조키(foreign key) 제약 조건", "UQ901", "23503"),
        new("23502", "UQ902", "23502"),
        new("violates not-null constraint", "UQ902", "23502"),
        new("verletzt Not-Null-Constraint", "UQ902", "23502"),
        new("нарушает ограничение NOT NULL", "UQ902", "23502"),
        new("23P01", "UQ903", "23P01"),
        new("violates exclusion constraint", "UQ903", "23P01"),
        new("verletzt Exclusion-Constraint", "UQ903", "23P01"),
        new("42P10", "UQ904", "42P10"),
        new("does not support deferrable unique constraints/exclusion constraints as arbiters", "UQ904", "55000"),
        new("no unique or exclusion constraint matching", "UQ904", "42P10"),
        new("40001", "UQ905", "40001"),
        new("could not serialize access", "UQ905", "40001"),
        new("40P01", "UQ906", "40P01"),
        new("deadlock detected", "UQ906", "40P01"),
        new("53300", "UQ907", "53300"),
        new("too many clients already", "UQ907", "53300"),
        new("remaining connection slots are reserved", "UQ907", "53300"),
        new("too many connections for ", "UQ907", "53300"),
        new("08001", "UQ908", "08001"),
        new("08006", "UQ908", "08006"),
        new("refused", "UQ908", string.Empty),
        new("ECONNREFUSED", "UQ908", string.Empty),
        new("23514", "UQ909", "23514"),
        new("violates check constraint", "UQ909", "23514"),
        new("verletzt Check-Constraint", "UQ909", "23514"),
        new("21000", "UQ308", "21000"),
        new("command cannot affect row a second time", "UQ308", "21000"),
        new("25P02", "UQ309", "25P02"),
        new("current transaction is aborted", "UQ309", "25P02"),
    ];

    // Where a refused connection is one to a database: the words and ports that then stand near.
    private static readonly string[] s_databases =
        ["5432", "5433", "6432", "26257", "27017", "ostgres", "psql", "PSQL", "libpq", "pgbouncer", "server running on", "connect to server", "atabase", "pgsql"];

    /// <summary>All signs.</summary>
    public static IReadOnlyList<RelatedSign> All => s_signs;

    /// <summary>Reads the sign at the window's anchor.</summary>
    public bool TryRead(TextWindow window, out Finding finding)
    {
        finding = default;
        if (!window.Text[window.At..].StartsWith(Anchor, StringComparison.Ordinal) || !Stands(window.Text, window.At))
            return false;

        // Of a constraint the text states the names; the other errors have none.
        var facts = Code is "UQ901" or "UQ902" or "UQ903" or "UQ904" or "UQ909" ? RelatedFactsReader.Read(window.Text, window.At) : null;
        var error = new RelatedError(Code, SqlState.Length == 0 ? null : SqlState, 1) { Facts = facts };
        finding = new Finding(null, error, window.At, window.At + Anchor.Length);
        return true;
    }

    private bool Stands(ReadOnlySpan<char> text, int at)
    {
        if (Anchor.Length == 5 && char.IsAsciiDigit(Anchor[0]) && Code != "UQ903")
            return ErrorCode.IsOfError(text, at, Anchor.Length);
        if (SourceCode.Compares(text, at) || SourceCode.Surrounds(text, at))
            return false;
        if (Code == "UQ903" && text[at..Math.Min(text.Length, at + 300)].Contains("documents_rum_index_", StringComparison.Ordinal))
            return false; // DocumentDB's unique indexes are exclusion constraints: a duplicate, which its own parser reads.
        if (Code == "UQ908")
            return IsRefusal(text, at) && IsToDatabase(text, at);

        if (Anchor == "23P01")
            return ErrorCode.IsOfError(text, at, Anchor.Length);

        return !BeginsMessage || text.IsMessageStart(at) && !GoesOn(text, at + Anchor.Length);
    }

    // Where the anchor begins the server's message: in prose other words stand around it.
    private bool BeginsMessage => Code is "UQ906" or "UQ309" || Anchor is "could not serialize access" or "remaining connection slots are reserved";

    // "deadlock detected by": but "current transaction is aborted, commands …", "could not serialize access due to …".
    private bool GoesOn(ReadOnlySpan<char> text, int at)
        => Code == "UQ906" && at + 1 < text.Length && text[at] == ' ' && char.IsAsciiLetterLower(text[at + 1]);

    private bool IsRefusal(ReadOnlySpan<char> text, int at)
        => Anchor == "ECONNREFUSED"
            || text[..at].EndsWith("onnection ", StringComparison.Ordinal)
            || text[(at + Anchor.Length)..].StartsWith(". Check that the hostname", StringComparison.Ordinal);

    private static bool IsToDatabase(ReadOnlySpan<char> text, int at)
    {
        var near = text[Math.Max(0, at - 240)..Math.Min(text.Length, at + 240)];
        foreach (var word in s_databases)
        {
            if (near.Contains(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
