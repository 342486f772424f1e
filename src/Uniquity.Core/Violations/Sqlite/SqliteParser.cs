using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.Sqlite;

/// <summary>Reads SQLite's texts, of every version since 3.0 and as every driver prints them.</summary>
/// <remarks>Result codes: https://sqlite.org/rescode.html.</remarks>
internal sealed class SqliteParser : IViolationParser
{
    private const string Failed = "constraint failed";
    private const string Unique = "UNIQUE ";

    // The shell since 3.37: "Error: stepping, UNIQUE constraint failed: my table.a (19)".
    private const string ShellStep = "stepping, ";

    /// <inheritdoc />
    public IReadOnlyList<string> Anchors { get; } =
        [Failed, SqliteCodes.Prefix, SqliteOldTexts.IsNot, SqliteOldTexts.AreNot, SqliteOldTexts.PrimaryKey, SqliteOldTexts.Null];

    /// <inheritdoc />
    public bool TryRead(TextWindow window, out Finding finding) => window.Anchor switch
    {
        Failed => TryReadSentence(window, window.At, out finding),
        SqliteCodes.Prefix => TryReadName(window, out finding),
        _ => SqliteOldTexts.TryRead(window, out finding),
    };

    /// <summary>Reads <c>UNIQUE constraint failed: users.email</c> from its second word.</summary>
    private static bool TryReadSentence(TextWindow window, int at, out Finding finding)
    {
        using var peeled = PeeledText.From(new TextWindow(window.Text, at, Failed));
        var text = peeled.Text;
        var subject = text.LineBefore(peeled.At, 16);
        if (!subject.EndsWith(Unique)) return SqliteRelated.TryRead(window, peeled, subject, out finding);

        var start = peeled.At - Unique.Length;
        var rest = text[(peeled.At + Failed.Length)..];

        // The driver for Java, and Rust's, put a sentence of their own before SQLite's: A UNIQUE constraint failed (…).
        if (rest.StartsWith(" (UNIQUE constraint failed") && at + Failed.Length + 2 < window.Text.Length)
        {
            return TryReadSentence(window, peeled.ToRaw(peeled.At + Failed.Length + 2 + Unique.Length), out finding);
        }

        var rawStart = peeled.ToRaw(start);
        var code = SqliteCodes.Richer(SqliteCodes.Before(text, start), SqliteCodes.Before(window.Text, rawStart));
        var isStrict = peeled.Depth > 0 || text.IsMessageStart(start) || text.LineBefore(start, 16).EndsWith(ShellStep);
        SqliteColumns columns = default;
        var length = rest.StartsWith(": ") && SqliteColumns.TryRead(rest[2..], isStrict, out columns) ? 2 + columns.Length : 0;
        if (length == 0 && code is null or SqliteCodes.Constraint)
        {
            finding = default;
            return false;
        }

        var end = peeled.ToRaw(peeled.At + Failed.Length + length);
        code = SqliteCodes.Richer(code, SqliteCodes.After(window.Text, ref end));

        // An index is named only where it is not a primary key's.
        if (columns.Index is not null) code = SqliteCodes.Richer(code, SqliteCodes.Unique);
        finding = new Finding(
            new Violation
            {
                Engine = "sqlite",
                Code = code,
                Kind = SqliteStatement.IsIndexBuild(window.Text, rawStart, end) ? ViolationKind.IndexBuild : ViolationKind.Write,
                Table = columns.Table,
                Index = columns.Index,
                Key = columns.Key ?? [],
            },
            null,
            rawStart,
            end);
        return true;
    }

    /// <summary>Reads a result code's name: before the sentence on its line, or a field of its own.</summary>
    private static bool TryReadName(TextWindow window, out Finding finding)
    {
        var name = SqliteCodes.NameAt(window.Text, window.At);
        var after = window.Text.LineAfter(window.At + name.Length, 100);
        var sentence = after.IndexOf(Failed);
        if (sentence >= 0 && TryReadSentence(window, window.At + name.Length + sentence, out finding)) return true;

        finding = default;
        var end = window.At + name.Length;
        if (!SqliteCodes.IsField(window.Text, window.At, end)) return false;
        if (SqliteCodes.OfUnique(name) is { } code)
        {
            var violation = new Violation { Engine = "sqlite", Code = code, Kind = ViolationKind.Write };
            finding = new Finding(violation, null, window.At, end) { FieldsOnly = true };
            return true;
        }

        if (SqliteCodes.OfRelated(name) is not { } related) return false;
        finding = new Finding(null, new RelatedError(related, name.ToString(), 1), window.At, end);
        return true;
    }
}
