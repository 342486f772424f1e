namespace Uniquity.PostgreSql.Probes;

/// <summary>Reads the functions that the CONTEXT lines of an error name: <c>PL/pgSQL function log_user() line 3 at SQL statement</c>.</summary>
internal static class ContextFunctions
{
    private static readonly string[] Marks = ["PL/pgSQL function ", "PL/pgSQL-Funktion ", "fonction PL/pgSQL ", "función PL/pgSQL ", "функция PL/pgSQL ", "SQL function "];

    /// <summary>Their names without schema and arguments, the innermost first.</summary>
    public static IReadOnlyList<string> Of(string? context)
    {
        var names = new List<string>();
        if (context is null) return names;
        foreach (var mark in Marks)
        {
            for (var at = context.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = context.IndexOf(mark, at + 1, StringComparison.Ordinal))
            {
                var name = context[(at + mark.Length)..];
                var end = name.IndexOfAny(['(', ' ', '\n']);
                name = (end < 0 ? name : name[..end]).Trim('"', '«', '»', '„', '“');
                names.Add(name[(name.LastIndexOf('.') + 1)..].Trim('"'));
            }
        }

        return names;
    }
}
