namespace Uniquity.Violations.PostgreSql;

/// <summary>Reads what object-relational mappers say in words of their own, the server's sentence lost: Prisma, Ecto.</summary>
internal static class MapperReport
{
    private const string Prisma = "nique constraint failed on the ";
    private const string Changeset = "constraint: :unique, constraint_name: ";
    private const string Ecto = "(Ecto.ConstraintError) constraint error";

    // Prisma says the same of every database: only what stands near may name PostgreSQL, or another.
    private static readonly string[] s_otherEngines = ["sqlite", "SQLite", "mysql", "MySQL", "MariaDB", "sqlserver", "SQL Server", "mongodb", "MongoDB"];
    private static readonly string[] s_postgreSql = ["postgres", "Postgres", "PrismaPg", "adapter-pg", "adapter-neon", PostgreSqlParser.UniqueViolation];
    private const int LongestObject = 1_200;

    /// <summary>The anchors.</summary>
    public static IReadOnlyList<string> Anchors { get; } = [Prisma, Ecto, Changeset];

    /// <summary>Whether an anchor is one of a mapper.</summary>
    public static bool IsAnchor(string anchor) => anchor is Prisma or Ecto or Changeset;

    /// <summary>Reads the report at the window's anchor.</summary>
    public static bool TryRead(TextWindow window, out Finding finding)
    {
        finding = default;
        var end = window.At + window.Anchor.Length;
        if (SourceCode.Compares(window.Text, Math.Max(0, window.At - 1)))
            return false;

        var violation = window.Anchor switch
        {
            Prisma => OfPrisma(window.Text, ref end),
            Changeset => OfChangeset(window.Text, ref end),
            _ => OfEcto(window.Text, ref end),
        };
        if (violation is null)
            return false;

        var near = window.Text[Math.Max(0, window.At - 300)..(end + Object(window.Text, end).Length)];
        var isPrisma = window.Anchor == Prisma;
        var isPostgreSql = !Names(near, s_otherEngines) && (!isPrisma || Names(near, s_postgreSql));
        if (isPrisma)
            violation = violation with { Table = Model(window.Text, end) };

        finding = new Finding(violation with { Engine = isPostgreSql ? "postgresql" : null, Code = isPostgreSql ? PostgreSqlParser.UniqueViolation : null }, null, window.At, end)
        {
            // Where the server's own sentence stands in the same object, it is the same report.
            FieldsOnly = isPrisma && Object(window.Text, end).Contains("driverAdapterError", StringComparison.Ordinal),
        };
        return true;
    }

    // Unique constraint failed on the fields: (`tenantId`,`email`)
    // Unique constraint failed on the constraint: `users_email_key`
    private static Violation? OfPrisma(ReadOnlySpan<char> text, ref int end)
    {
        var rest = text[end..];
        if (rest.StartsWith("constraint: ", StringComparison.Ordinal))
        {
            if (!QuotedName.TryRead(text, end + "constraint: ".Length, out var name))
                return null;

            end = name.End;
            return new Violation { Kind = ViolationKind.Write, Index = name.Name };
        }

        var open = rest[..Math.Min(rest.Length, 16)].IndexOf('(');
        var close = rest[..Math.Min(rest.Length, 600)].IndexOf(')');
        if (!rest.StartsWith("fields: ", StringComparison.Ordinal) || open < 0 || close < open)
            return rest.StartsWith("(not available)", StringComparison.Ordinal) ? new Violation { Kind = ViolationKind.Write } : null;

        var key = new List<KeyValue>();
        foreach (var part in rest[(open + 1)..close].Split(','))
            key.Add(new KeyValue(rest[(open + 1)..close][part].Trim(" `\"'\\").ToString(), null));

        end += close + 1;
        return new Violation { Kind = ViolationKind.Write, Key = key };
    }

    // errors: [email: {"has already been taken", [constraint: :unique, constraint_name: "users_email_index"]}]
    private static Violation? OfChangeset(ReadOnlySpan<char> text, ref int end)
    {
        if (!QuotedName.TryRead(text, end, out var name))
            return null;

        end = name.End;
        return new Violation { Kind = ViolationKind.Write, Index = name.Name };
    }

    // * "users_email_index" (unique_constraint), of old: * unique: users_email_index
    private static Violation? OfEcto(ReadOnlySpan<char> text, ref int end)
    {
        var rest = text[end..Math.Min(text.Length, end + 2000)];
        if (rest.IndexOf("(unique_constraint)", StringComparison.Ordinal) is >= 0 and var mark)
        {
            var star = rest[..mark].LastIndexOf("* ", StringComparison.Ordinal);
            if (star < 0)
                return null;

            end += mark;
            return new Violation { Kind = ViolationKind.Write, Index = rest[(star + 2)..mark].Trim(" \"\\").ToString() };
        }

        var old = rest.IndexOf("* unique", StringComparison.Ordinal);
        if (old < 0 || rest[old..].IndexOf(": ", StringComparison.Ordinal) is < 0 or > 30)
            return null;

        var name = rest[(old + rest[old..].IndexOf(": ", StringComparison.Ordinal) + 2)..];
        var stop = name.IndexOfAny(" \r\n\\");
        end += old + "* unique".Length;
        return new Violation { Kind = ViolationKind.Write, Index = (stop < 0 ? name : name[..stop]).ToString() };
    }

    // meta: { modelName: 'User', target: [ 'tenantId', 'email' ] }
    private static string? Model(ReadOnlySpan<char> text, int end)
    {
        const string Member = "modelName";
        var at = Object(text, end).IndexOf(Member, StringComparison.Ordinal);
        return at < 0 ? null : MemberValue.Read(text, end + at, end + at + Member.Length);
    }

    // What Node prints of an error below its message; the next error has a message of its own.
    private static ReadOnlySpan<char> Object(ReadOnlySpan<char> text, int end)
    {
        var rest = text[end..Math.Min(text.Length, end + LongestObject)];
        var next = rest.IndexOf(Prisma, StringComparison.Ordinal);
        rest = next < 0 ? rest : rest[..next];
        for (var line = rest.IndexOf('\n'); line >= 0 && line + 1 < rest.Length;)
        {
            if (rest[line + 1] is not (' ' or '\t' or '}' or '\r' or '\n'))
                return rest[..line];

            var further = rest[(line + 1)..].IndexOf('\n');
            line = further < 0 ? -1 : line + 1 + further;
        }

        return rest;
    }

    private static bool Names(ReadOnlySpan<char> near, string[] words)
    {
        foreach (var word in words)
        {
            if (near.Contains(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
