namespace Uniquity.Violations.Mappers;

/// <summary>Reads Sequelize's UniqueConstraintError where the database's own sentence is not printed with it.</summary>
/// <remarks>
/// https://sequelize.org/api/v6/class/src/errors/validation/unique-constraint-error.js~uniqueconstrainterror: <c>errors</c> has an
/// item for each field, <c>fields</c> the names and values. It says the same of every database: the engine stays unknown.
/// </remarks>
internal sealed class SequelizeParser : IViolationParser
{
    private const string Name = "SequelizeUniqueConstraintError";
    private const int Longest = 6_000;

    // The database's own words in the same error: its parser reads more.
    private static readonly string[] s_sentences =
    [
        "uplicate key v", "Duplicate entry ", "UNIQUE constraint failed", "SQLITE_CONSTRAINT", "ER_DUP_ENTRY", "Violation of ", "Cannot insert duplicate key",
        "ORA-00001", "23505", "E11000",
    ];

    /// <inheritdoc />
    public IReadOnlyList<string> Anchors { get; } = [Name];

    /// <inheritdoc />
    public bool TryRead(TextWindow window, out Finding finding)
    {
        finding = default;
        var end = window.At + Name.Length;
        var error = window.Text[end..Math.Min(window.Text.Length, end + Longest)];
        if (error.IndexOf(Name) is >= 0 and var again && IsAnother(error, again)) error = error[..again];
        foreach (var sentence in s_sentences)
        {
            if (error.Contains(sentence, StringComparison.Ordinal)) return false;
        }

        // Prose and code name the class; an error prints its members.
        var key = SequelizeFields.Read(error, out var read);
        if (key.Count == 0) return false;
        var violation = new Violation { Kind = ViolationKind.Write, Key = key };
        finding = new Finding(violation, null, window.At, end + read);
        return true;
    }

    // The name stands at the beginning of an error and again as its member: another error begins on a line of its own.
    private static bool IsAnother(ReadOnlySpan<char> error, int at) =>
        error[..at].Contains("fields", StringComparison.Ordinal) && !error[..at].TrimEnd("'\"\\ ").EndsWith("name:", StringComparison.Ordinal)
        && !error[..at].TrimEnd("'\"\\: ").EndsWith("name", StringComparison.Ordinal);
}
