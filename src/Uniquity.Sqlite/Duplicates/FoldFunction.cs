using System.Text;
using SQLitePCL;
using Uniquity.Duplicates;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Duplicates;

/// <summary>The function that folds keys inside SQLite, where its own <c>lower()</c> knows ASCII only.</summary>
internal static class FoldFunction
{
    /// <summary>Its name: <c>uniquity_fold(value, folding)</c>.</summary>
    public const string Name = "uniquity_fold";

    // Kept for the life of the process: SQLite holds only the native side of it.
    private static readonly delegate_function_scalar Function = Call;

    /// <summary>Registers it on a connection.</summary>
    public static void Register(sqlite3 database) =>
        raw.sqlite3_create_function(database, Name, 2, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, Function);

    /// <summary>Refuses what this process cannot do: without ICU .NET leaves text unnormalised and says nothing.</summary>
    /// <exception cref="TargetException">Unicode folding is asked for in a process without ICU.</exception>
    public static void CheckCanDo(Folding fold)
    {
        if (fold.HasFlag(Folding.Unicode) && "\ufb01".Normalize(NormalizationForm.FormKC) != "fi")
        {
            throw new TargetException("--fold unicode needs ICU, which is not on this machine (or DOTNET_SYSTEM_GLOBALIZATION_INVARIANT is set)");
        }
    }

    /// <summary>Folds a text.</summary>
    public static string Fold(string text, Folding fold)
    {
        if (fold.HasFlag(Folding.Unicode)) text = text.Normalize(NormalizationForm.FormKC);

        // Up, then down: so that letters with two lower forms (s and long s, both sigmas) become one.
        if (fold.HasFlag(Folding.Case)) text = text.ToUpperInvariant().ToLowerInvariant();
        return fold.HasFlag(Folding.Space) ? Squeeze(text) : text;
    }

    private static string Squeeze(string text)
    {
        var squeezed = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c)) squeezed.Append(c);
            else if (squeezed.Length > 0 && squeezed[^1] != ' ') squeezed.Append(' ');
        }

        if (squeezed.Length > 0 && squeezed[^1] == ' ') squeezed.Length--;
        return squeezed.ToString();
    }

    private static void Call(sqlite3_context context, object userData, sqlite3_value[] arguments)
    {
        var value = arguments[0];
        switch (raw.sqlite3_value_type(value))
        {
            case raw.SQLITE_TEXT:
                var fold = (Folding)raw.sqlite3_value_int(arguments[1]);
                raw.sqlite3_result_text(context, Fold(raw.sqlite3_value_text(value).utf8_to_string(), fold));
                break;
            case raw.SQLITE_INTEGER:
                raw.sqlite3_result_int64(context, raw.sqlite3_value_int64(value));
                break;
            case raw.SQLITE_FLOAT:
                raw.sqlite3_result_double(context, raw.sqlite3_value_double(value));
                break;
            case raw.SQLITE_BLOB:
                raw.sqlite3_result_blob(context, raw.sqlite3_value_blob(value));
                break;
            default:
                raw.sqlite3_result_null(context);
                break;
        }
    }
}
