namespace Uniquity.Cli.Commands.Completion;

/// <summary>The completion scripts of the shells; each asks <c>uniquity [suggest:POSITION] LINE</c>.</summary>
internal static class Shells
{
    private const string Bash = """
        _uniquity() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(uniquity "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _uniquity uniquity

        """;

    private const string Zsh = """
        #compdef uniquity
        _uniquity() {
          local -a found
          found=("${(@f)$(uniquity "[suggest:$((CURSOR))]" "$BUFFER" 2>/dev/null)}")
          if (( ${#found} )) && [[ -n ${found[1]} ]]; then compadd -- $found; else _files; fi
        }
        if [[ ${funcstack[1]} = _uniquity ]]; then _uniquity "$@"; else compdef _uniquity uniquity; fi

        """;

    private const string Fish = """
        function __uniquity_complete
          set -l line (commandline -cp)
          uniquity "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c uniquity -a '(__uniquity_complete)'

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName uniquity -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          uniquity "[suggest:$cursorPosition]" "$commandAst" | Where-Object { $_ -like "$wordToComplete*" } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    /// <summary>The shells.</summary>
    public static IReadOnlyList<string> Names { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script of a shell, or <see langword="null"/>.</summary>
    public static string? Script(string shell) => shell.ToLowerInvariant() switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "pwsh" => PowerShell,
        _ => null,
    };
}
