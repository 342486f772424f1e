using System.CommandLine;
using System.CommandLine.Parsing;
using Uniquity.Cli.Masking;
using Uniquity.Targets;

namespace Uniquity.Cli.Calls;

/// <summary>Says in one line what is wrong with a call, and the nearest right one.</summary>
internal static class CallErrors
{
    /// <summary>What is wrong.</summary>
    /// <returns><see langword="null"/> where nothing is.</returns>
    public static string? Describe(ParseResult parsed, IReadOnlyList<string> args)
    {
        if (UnknownOption(parsed) is { } option) return DescribeOption(parsed, args, option);
        if (parsed.Errors.Count == 0) return null;
        if (parsed.CommandResult.Command is RootCommand root && parsed.UnmatchedTokens is [var unknown, ..]) return DescribeCommand(root, unknown);
        if (MissingValue(parsed) is { } missing) return $"{missing.Name} wants a value; nearest right call: {missing.Name} {missing.HelpName}";
        if (parsed.UnmatchedTokens is [var extra, ..])
        {
            var shown = Secrets.MayHold(extra) ? "a word" : Quote(extra);
            return $"{parsed.CommandResult.Command.Name} takes no {shown}; nearest right call: {Help(parsed)}";
        }

        return parsed.Errors[0].Message.TrimEnd('.') + "; nearest right call: " + Help(parsed);
    }

    /// <summary>The first word that looks like an option and is none: before a <c>--</c>, and no option's value.</summary>
    private static string? UnknownOption(ParseResult parsed)
    {
        var loose = parsed.UnmatchedTokens.Concat(Arguments(parsed)).ToHashSet(StringComparer.Ordinal);
        foreach (var token in parsed.Tokens)
        {
            if (token.Type == TokenType.DoubleDash) return null;
            if (token.Type == TokenType.Argument && LooksLikeOption(token.Value) && loose.Contains(token.Value)) return token.Value;
        }

        return null;
    }

    private static IEnumerable<string> Arguments(ParseResult parsed) => parsed.CommandResult.Command.Arguments
        .Select(parsed.GetResult).Where(result => result is not null).SelectMany(result => result!.Tokens).Select(token => token.Value);

    // A negative number or a line of a log is text; `-json` and `--jsno` are meant as options.
    private static bool LooksLikeOption(string word) =>
        word.Length > 1 && word[0] == '-' && (char.IsAsciiLetter(word[1]) || word[1] == '-' && word.Length > 2 && char.IsAsciiLetter(word[2])) && !word.Any(char.IsWhiteSpace);

    private static string DescribeOption(ParseResult parsed, IReadOnlyList<string> args, string typed)
    {
        var name = typed.Split('=')[0];
        var command = parsed.CommandResult.Command;
        var known = CommandTree.OptionsOf(command).Select(option => option.Name);
        var nearest = NearestName.Find("--" + name.TrimStart('-'), known);
        return nearest is null
            ? $"there is no option {name}; nearest right call: {Help(parsed)}"
            : $"there is no option {name}; nearest right call: {Repeat(args, typed, nearest + typed[name.Length..])}";
    }

    private static string DescribeCommand(RootCommand root, string typed)
    {
        var nearest = NearestName.Find(typed, root.Subcommands.Select(command => command.Name));
        if (nearest is not null) return $"there is no command {typed}; nearest right call: uniquity {nearest}";
        if (Secrets.MayHold(typed)) return "a URL is no command; nearest right call: uniquity diagnose --db URL";
        return typed.Any(char.IsWhiteSpace) || typed.Any(char.IsAsciiDigit)
            ? $"there is no command of this name; nearest right call: uniquity explain {Quote(typed)}"
            : $"there is no command {typed}; nearest right call: uniquity --help";
    }

    private static Option? MissingValue(ParseResult parsed) => parsed.Errors
        .Select(error => error.SymbolResult).OfType<OptionResult>()
        .FirstOrDefault(result => result.Tokens.Count == 0)?.Option;

    /// <summary>The call again with one word put right; what may hold a password is left out.</summary>
    private static string Repeat(IReadOnlyList<string> args, string wrong, string right)
    {
        var words = new List<string> { "uniquity" };
        for (var at = 0; at < args.Count; at++)
        {
            if (args[at] == wrong) words.Add(right);
            else if (at > 0 && args[at - 1] == "--db" || Secrets.MayHold(args[at])) words.Add("URL");
            else if (args[at].Length > 40) words.Add("…");
            else words.Add(Quote(args[at]));
        }

        return string.Join(' ', words);
    }

    private static string Help(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "uniquity --help" : $"uniquity {parsed.CommandResult.Command.Name} --help";

    private static string Quote(string word) => Shell.Quote(word.Length > 60 ? word[..60] + "…" : word);
}
