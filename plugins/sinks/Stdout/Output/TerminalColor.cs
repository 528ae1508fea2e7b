namespace Pipeline.Sinks.Stdout.Output;

/// <summary>Whether colour is wanted (no-color.org).</summary>
internal static class TerminalColor
{
    public static bool IsWanted(ColorMode mode, bool isTerminal, Func<string, string?> variable) => mode switch
    {
        ColorMode.Always => true,
        ColorMode.Never => false,
        _ => isTerminal && string.IsNullOrEmpty(variable("NO_COLOR")) && variable("TERM") != "dumb",
    };
}
