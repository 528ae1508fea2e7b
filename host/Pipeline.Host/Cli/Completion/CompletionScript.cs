namespace Pipeline.Host.Cli.Completion;

/// <summary>
/// The scripts, one a shell. Each asks the executable itself what may stand at the cursor, so that none has to be changed with a command. An option is offered only
/// after a dash has been typed, and where nothing is left to offer the shell completes file names.
/// </summary>
internal static class CompletionScript
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] =
            """
            # bash completion for pipeline; use it with: source <(pipeline completion bash)
            _pipeline() {
                local current=${COMP_WORDS[COMP_CWORD]} word
                COMPREPLY=()
                while IFS= read -r word; do
                    [[ $word == "$current"* ]] || continue
                    [[ $word == -* && $current != -* ]] || COMPREPLY+=("$word")
                done < <("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
            }
            complete -o default -F _pipeline pipeline

            """,
        ["zsh"] =
            """
            #compdef pipeline
            # zsh completion for pipeline; use it with: source <(pipeline completion zsh)
            _pipeline() {
                local current=${words[CURRENT]} word
                local -a offered
                for word in ${(f)"$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)"}; do
                    [[ $word == -* && $current != -* ]] || offered+=("$word")
                done
                compadd -- $offered || _files
            }
            compdef _pipeline pipeline

            """,
        ["fish"] =
            """
            # fish completion for pipeline; use it with: pipeline completion fish | source
            function __pipeline_offered
                set -l current (commandline -ct)
                set -l line (commandline -cp)
                for word in (command pipeline "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
                    string match -q -- '-*' $word; and not string match -q -- '-*' "$current"; or echo $word
                end
            end
            complete -c pipeline -a '(__pipeline_offered)'

            """,
    };

    public static IEnumerable<string> Shells => Scripts.Keys;

    public static string For(string shell) => Scripts[shell];
}
