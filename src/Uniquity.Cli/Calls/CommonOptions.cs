using System.CommandLine;

namespace Uniquity.Cli.Calls;

/// <summary>The options that every command takes.</summary>
internal sealed class CommonOptions
{
    /// <summary>The statement timeout where nobody names one.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    public Option<string?> Db { get; } = Text("--db", "URL", "the database: postgres://user@host/name, sqlite:PATH; else UNIQUITY_DB, then DATABASE_URL");

    public Option<string?> On { get; } = Text("--on", "NAME", "a table (schema.table, quoted as SQL quotes) or a collection");

    public Option<string?> Key { get; } = Text("--key", "KEY", "columns (a,b), dotted paths, or an expression: lower(email)");

    public Option<bool> Json { get; } = Flag("--json", "print one JSON document");

    public Option<bool> Ndjson { get; } = Flag("--ndjson", "print a JSON document per line");

    public Option<string?> Color { get; } = Text("--color", "WHEN", "auto, always or never (auto; NO_COLOR is heeded)");

    public Option<bool> Quiet { get; } = Flag("--quiet", "no progress and no notes");

    public Option<bool> Verbose { get; } = Flag("--verbose", "print the statements that were run, on standard error");

    public Option<string?> Timeout { get; } = Text("--timeout", "TIME", "the longest that one statement may run: 500ms, 30s, 2m (30s)");

    public Option<bool> Mask { get; } = Flag("--mask", "replace key values by a short keyed hash; equal values show equal");

    public Option<bool> Yes { get; } = Flag("--yes", "answer questions with yes");

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [Db, On, Key, Json, Ndjson, Color, Quiet, Verbose, Timeout, Mask, Yes];

    /// <summary>An option with a value.</summary>
    public static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Arity = ArgumentArity.ExactlyOne };

    /// <summary>An option with a value that may be given several times.</summary>
    public static Option<string[]> Texts(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Arity = ArgumentArity.OneOrMore };

    /// <summary>An option without a value.</summary>
    public static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };
}
