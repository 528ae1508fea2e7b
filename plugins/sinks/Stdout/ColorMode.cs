namespace Pipeline.Sinks.Stdout;

/// <summary>When the table format uses colour.</summary>
internal enum ColorMode
{
    /// <summary>On a terminal, unless NO_COLOR is set or the terminal is dumb.</summary>
    Auto,
    Always,
    Never,
}
